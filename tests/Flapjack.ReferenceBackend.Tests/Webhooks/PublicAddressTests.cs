using System.Net;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class PublicAddressTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2a00:1450:4001::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2002:0808:0808::1")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void An_address_of_the_internet_is_public(string address)
    {
        PublicAddress.IsPublic(IPAddress.Parse(address)).Should().BeTrue();
    }

    [Theory]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "this network")]
    [InlineData("10.0.0.0", "private")]
    [InlineData("10.255.255.255", "private")]
    [InlineData("100.64.0.0", "carrier-grade NAT")]
    [InlineData("100.127.255.255", "carrier-grade NAT")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.255", "loopback")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("172.16.0.0", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.0.0.1", "protocol assignments")]
    [InlineData("192.0.2.1", "TEST-NET-1")]
    [InlineData("192.88.99.1", "6to4 relays")]
    [InlineData("192.168.0.0", "private")]
    [InlineData("192.168.255.255", "private")]
    [InlineData("198.18.0.0", "benchmarks")]
    [InlineData("198.19.255.255", "benchmarks")]
    [InlineData("198.51.100.1", "TEST-NET-2")]
    [InlineData("203.0.113.1", "TEST-NET-3")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("239.255.255.255", "multicast")]
    [InlineData("240.0.0.0", "reserved")]
    [InlineData("255.255.255.255", "broadcast")]
    public void An_ipv4_address_of_a_special_range_is_not_public(string address, string range)
    {
        PublicAddress.IsPublic(IPAddress.Parse(address)).Should().BeFalse(range);
    }

    [Theory]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::8.8.8.8", "IPv4-compatible, withdrawn")]
    [InlineData("fc00::1", "unique local")]
    [InlineData("fdff:ffff::1", "unique local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%2", "link-local with its interface")]
    [InlineData("febf::1", "link-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("feff::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("3fff::1", "documentation")]
    [InlineData("100::1", "discard")]
    [InlineData("2001:0:5ef5:79fd::1", "Teredo")]
    [InlineData("2001:2::1", "benchmarks")]
    [InlineData("64:ff9b:1::8.8.8.8", "NAT64 of one's own network")]
    [InlineData("::ffff:0:8.8.8.8", "translated")]
    [InlineData("::ffff:127.0.0.1", "mapped loopback")]
    [InlineData("::ffff:10.0.0.1", "mapped private")]
    [InlineData("::ffff:169.254.169.254", "mapped link-local")]
    [InlineData("2002:7f00:0001::1", "6to4 of loopback")]
    [InlineData("2002:c0a8:0001::1", "6to4 of private")]
    [InlineData("64:ff9b::127.0.0.1", "NAT64 of loopback")]
    [InlineData("64:ff9b::10.1.2.3", "NAT64 of private")]
    public void An_ipv6_address_of_a_special_range_is_not_public(string address, string range)
    {
        PublicAddress.IsPublic(IPAddress.Parse(address)).Should().BeFalse(range);
    }
}
