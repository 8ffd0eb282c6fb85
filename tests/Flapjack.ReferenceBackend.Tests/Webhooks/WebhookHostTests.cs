using System.Net;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>What looks like a host in a webhook's URL and is none, or is an address in disguise.</summary>
public sealed class WebhookHostTests
{
    public static TheoryData<string> NoHosts =>
    [
        "xn--", "xn--.example", "a.xn--", "xn--a", "xn--a.example", "xn--example-.com", "XN--", "xn---.example", "xn--\u0661.example",
        "-a.example", "a-.example", "a.example-", "_", "a\u202e.example", "a\u200d.example", "\u00ad.example", "a..example", ".example", ".", "..", "example..", "localhost..",
        new string('a', 64) + ".example", string.Join('.', Enumerable.Repeat(new string('a', 49), 6)),
        "xn--a-\u00e9.example", "xn--bcher-kva-.example", "xn--xn--a.example", "xn--0.example", "xn--abc--.example", "\u3002", "a\u3002\u3002example", "a\u3002-.example",
        "a,b.example", "ex*mple.example", "a!.example", "a\u2028b.example", "\ud83d\ude00\u200d.example", "a;b.example", "a|b.example", "(a).example",
        "xn--" + new string('a', 60) + ".example",
        "ex%61mple.com", "a%2e.example", "[::ffff:127.0.0.1", "[", "a:b:c", "",
    ];

    [Theory]
    [MemberData(nameof(NoHosts))]
    public async Task What_is_no_host_is_refused(string host)
    {
        (await Policy(allowLoopback: false).RefuseAsync($"https://{host}/", default)).Should().NotBeNull();
        (await Policy(allowLoopback: true).RefuseAsync($"https://{host}/", default)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("\u0661\u0662\u0667.\u0660.\u0660.\u0661")]
    [InlineData("127.0.0.\u0661")]
    [InlineData("\u06f1\u06f2\u06f7.0.0.\u06f1")]
    [InlineData("\u0967\u0968\u096d.0.0.\u0967")]
    [InlineData("\u0662\u0661\u0663\u0660\u0667\u0660\u0666\u0664\u0663\u0663")]
    [InlineData("xn--9hbcp.xn--8hb.xn--8hb.xn--9hb")]
    [InlineData("\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11")]
    [InlineData("\uff11\uff12\uff17\u3002\uff10\uff610\uff0e1")]
    [InlineData("\u00b9\u00b2\u2077.0.0.1")]
    [InlineData("\u2460\u2461\u2466.0.0.1")]
    [InlineData("\ud835\udfcf\ud835\udfd0\ud835\udfd5.0.0.1")]
    [InlineData("\u0660x7f")]
    [InlineData("\u0e51\u0e52\u0e57.\u0e50.\u0e50.\u0e51")] // Thai
    [InlineData("\u1041\u1042\u1047.0.0.1")] // Burmese
    [InlineData("a.example.\u0c67")] // Telugu, as the last label
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("example.0X1F")]
    [InlineData("[::1]")]
    [InlineData("[fe80::1%25eth0]")]
    [InlineData("169.254.169.254")]
    [InlineData("1.1.1.1:443")]
    [InlineData("\ud835\udfce")] // a bold 0
    [InlineData("0x7f.1.")]
    [InlineData("0177.0.0.01")]
    [InlineData("0x")]
    [InlineData("2130706433.")]
    [InlineData("[::ffff:127.0.0.1]:8443")]
    [InlineData("[0:0:0:0:0:ffff:7f00:1]")]
    public async Task An_address_in_digits_of_any_script_and_any_base_is_an_address(string host)
    {
        (await Policy(allowLoopback: false).RefuseAsync($"https://{host}/", default)).Should().Be("webhookUrl must name its host, not give an IP address.");
    }

    [Theory]
    [InlineData("\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54")]
    [InlineData("\u24dbocalhost")]
    [InlineData("\ud835\udcf5ocalhost")]
    [InlineData("localhost\u3002")]
    [InlineData("a.localhost.")]
    public async Task Localhost_in_other_letters_is_refused_with_ICU_and_without_it(string host)
    {
        (await Policy(allowLoopback: false).RefuseAsync($"https://{host}/", default)).Should().BeOneOf(
            "webhookUrl must be reachable from the internet; localhost is not.", "The host of webhookUrl is not a valid DNS name.");
    }

    [Theory]
    [InlineData("https://hooks.example.com:0/", false)]
    [InlineData("http://127.0.0.1:0/", true)]
    [InlineData("http://localhost:00/", true)]
    public async Task Port_0_is_refused(string url, bool allowLoopback)
    {
        (await Policy(allowLoopback).RefuseAsync(url, default)).Should().Be("webhookUrl names port 0, to which nothing can connect.");
    }

    [Theory]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("XN--BCHER-KVA.example")]
    [InlineData("bücher.example")]
    [InlineData("faß.example")]
    [InlineData("例え.テスト")]
    [InlineData("\u0661.example")]
    [InlineData("ab--cd.example")]
    [InlineData("my_hooks.example")]
    [InlineData("example.com.")]
    [InlineData("\u4e00.example")]
    [InlineData("1e3.example2")]
    [InlineData("xn--p1ai")]
    [InlineData("a_.example")]
    [InlineData("1.2.3.4.example")]
    public async Task A_host_in_any_script_is_accepted(string host)
    {
        (await Policy(allowLoopback: false).RefuseAsync($"https://{host}/", default)).Should().BeNull();
    }

    private static WebhookUrlPolicy Policy(bool allowLoopback) => new((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.215.14")]), allowLoopback, new FakeTimeProvider());
}
