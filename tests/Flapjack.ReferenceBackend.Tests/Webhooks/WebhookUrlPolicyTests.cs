using System.Net;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookUrlPolicyTests
{
    private const string Public = "93.184.215.14";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("https://hooks.example.com")]
    [InlineData("https://hooks.example.com/")]
    [InlineData("https://hooks.example.com:8443/a/b?c=d&e=x@y.example#f")]
    [InlineData("https://hooks.example.com/a@b")]
    [InlineData("HTTPS://HOOKS.EXAMPLE.COM/flapjack")]
    [InlineData("https://hooks.example.com./")]
    [InlineData("https://my_hooks.example.com/")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://localhost.example.com/")]
    [InlineData("https://notlocalhost/")]
    [InlineData("https://1.2.3.4.example.com/")]
    [InlineData("https://0x7f.example.com/")]
    [InlineData("https://1e100.net/")]
    public async Task A_public_https_url_is_accepted(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().BeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hooks.example.com")]
    [InlineData("/flapjack")]
    [InlineData("//hooks.example.com/")]
    [InlineData("https:hooks.example.com")]
    [InlineData("https:/hooks.example.com")]
    [InlineData("https://")]
    [InlineData("https:///flapjack")]
    [InlineData("https://hooks example.com/")]
    [InlineData(" https://hooks.example.com/")]
    [InlineData("https://hooks.example.com/\n")]
    [InlineData("https://hooks.example.com\t/")]
    [InlineData("https:\\\\hooks.example.com/")]
    [InlineData("https://hooks.example.com\\@10.0.0.1/")]
    [InlineData("https://hooks.example.com:99999/")]
    [InlineData("https://hooks..example.com/")]
    [InlineData("https://%31%32%37.0.0.1/")]
    [InlineData("https://[::1/")]
    public async Task What_is_not_an_absolute_url_is_refused(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().Be("webhookUrl must be an absolute https URL, without spaces or backslashes.");
    }

    [Theory]
    [InlineData("http://hooks.example.com/")]
    [InlineData("ftp://hooks.example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ws://hooks.example.com/")]
    [InlineData("http://127.0.0.1/")]
    public async Task Another_scheme_is_refused(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().Be("webhookUrl must start with https://.");
    }

    [Theory]
    [InlineData("https://user@hooks.example.com/")]
    [InlineData("https://user:password@hooks.example.com/")]
    [InlineData("https://:@hooks.example.com/")]
    [InlineData("https://@hooks.example.com/")]
    [InlineData("https://hooks.example.com@10.0.0.1/")]
    [InlineData("https://user@hooks.example.com?a")]
    public async Task User_info_is_refused(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().Be("webhookUrl must not carry a user name or password.");
    }

    [Theory]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.0.0.1./")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://4294967296/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0X7F000001/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0/")]
    [InlineData("https://256.256.256.256/")]
    [InlineData("https://1.2.3.4.5/")]
    [InlineData("https://hooks.example.1/")]
    [InlineData("https://hooks.example.0xff/")]
    [InlineData("https://127。0。0。1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::]/")]
    [InlineData("https://[2606:4700:4700::1111]:443/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    public async Task An_address_in_any_spelling_is_refused(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().Be("webhookUrl must name its host, not give an IP address.");
    }

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("https://LocalHost:8443/")]
    [InlineData("https://localhost./")]
    [InlineData("https://hooks.localhost/")]
    [InlineData("https://hooks.localhost./")]
    public async Task Localhost_is_refused(string url)
    {
        (await Policy(Public).RefuseAsync(url, default)).Should().Be("webhookUrl must be reachable from the internet; localhost is not.");
    }

    [Fact]
    public async Task A_host_that_is_no_dns_name_is_refused()
    {
        var tooLong = string.Join('.', Enumerable.Repeat("abcdefghi", 26));

        (await Policy(Public).RefuseAsync("https://-hooks.example.com/", default)).Should().Be("The host of webhookUrl is not a valid DNS name.");
        (await Policy(Public).RefuseAsync($"https://{tooLong}/", default)).Should().Be("The host of webhookUrl is not a valid DNS name.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_has_no_form_to_be_connected_to_is_refused_and_not_a_fault_of_ours(bool allowLoopback)
    {
        // full-width digits behind the mark of what is written in ASCII already: Uri reads it, and throws when it is asked for the host
        (await Policy(Public, allowLoopback).RefuseAsync("https://xn--\uff11\uff12\uff17/", default))
            .Should().Be("The host of webhookUrl is not a valid DNS name.");
    }

    [Fact]
    public async Task A_url_may_have_2048_characters_and_no_more()
    {
        var longest = "https://hooks.example.com/".PadRight(2_048, 'a');

        (await Policy(Public).RefuseAsync(longest, default)).Should().BeNull();
        (await Policy(Public).RefuseAsync(longest + "a", default)).Should().Be("webhookUrl is longer than 2048 characters.");
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:c0a8:0001::1")]
    [InlineData("93.184.215.14 10.0.0.1")]
    [InlineData("2606:4700:4700::1111 fe80::1")]
    public async Task A_name_that_resolves_to_a_private_address_is_refused(string addresses)
    {
        (await Policy(addresses).RefuseAsync("https://hooks.example.com/", default))
            .Should().Be("The host of webhookUrl, 'hooks.example.com', resolves to an address that is not public.");
    }

    [Fact]
    public async Task The_name_is_looked_up_as_it_will_be_connected_to()
    {
        var dns = new ScriptedDns(Public);

        await new WebhookUrlPolicy(dns.ResolveAsync, allowLoopback: false, _time).RefuseAsync("https://bücher.example./", default);

        dns.LookedUp.Should().Equal("xn--bcher-kva.example");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_accepted()
    {
        (await Policy("").RefuseAsync("https://not-yet.example.com/", default)).Should().BeNull();
    }

    [Fact]
    public async Task A_look_up_of_more_than_a_second_is_not_waited_for()
    {
        var policy = new WebhookUrlPolicy(NeverAsync, allowLoopback: false, _time);

        var refusal = policy.RefuseAsync("https://slow.example.com/", default);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        refusal.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await refusal.WaitAsync(Patience.Limit)).Should().BeNull();
    }

    [Fact]
    public async Task A_look_up_that_ignores_its_token_is_not_waited_for_either()
    {
        var deaf = new TaskCompletionSource<IPAddress[]>();
        var policy = new WebhookUrlPolicy((_, _) => deaf.Task, allowLoopback: false, _time);

        var refusal = policy.RefuseAsync("https://slow.example.com/", default);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await refusal.WaitAsync(Patience.Limit)).Should().BeNull();
    }

    [Fact]
    public async Task Cancelling_ends_the_look_up()
    {
        using var cancellation = new CancellationTokenSource();
        var policy = new WebhookUrlPolicy(NeverAsync, allowLoopback: false, _time);

        var refusal = policy.RefuseAsync("https://slow.example.com/", cancellation.Token);
        await cancellation.CancelAsync();

        await refusal.Awaiting(task => task.WaitAsync(Patience.Limit)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("http://localhost:5000/hooks")]
    [InlineData("https://localhost/")]
    [InlineData("http://hooks.localhost/")]
    [InlineData("http://127.0.0.1:5000/")]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://[::1]:5000/")]
    public async Task Loopback_is_accepted_where_it_is_allowed(string url)
    {
        var dns = new ScriptedDns("");

        (await new WebhookUrlPolicy(dns.ResolveAsync, allowLoopback: true, _time).RefuseAsync(url, default)).Should().BeNull();

        dns.LookedUp.Should().BeEmpty();
    }

    [Theory]
    [InlineData("http://hooks.example.com/", Public)]
    [InlineData("https://hooks.example.com/", "127.0.0.1")]
    [InlineData("https://hooks.example.com/", "10.0.0.1")]
    [InlineData("http://10.0.0.1/", Public)]
    [InlineData("https://8.8.8.8/", Public)]
    [InlineData("http://user@localhost/", Public)]
    [InlineData("ftp://localhost/", Public)]
    [InlineData("http://0.0.0.0/", Public)]
    public async Task Allowing_loopback_allows_nothing_else(string url, string resolved)
    {
        (await Policy(resolved, allowLoopback: true).RefuseAsync(url, default)).Should().NotBeNull();
    }

    private static async Task<IPAddress[]> NeverAsync(string host, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    }

    private WebhookUrlPolicy Policy(string resolved, bool allowLoopback = false) =>
        new(new ScriptedDns(resolved).ResolveAsync, allowLoopback, _time);
}
