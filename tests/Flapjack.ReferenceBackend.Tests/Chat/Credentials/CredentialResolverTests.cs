using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Credentials;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>How a resolver is asked, and that nothing that it does costs more than its key.</summary>
public sealed class CredentialResolverTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Question = """{"userId":"ann","orgId":"o1","provider":"anthropic","model":"claude-sonnet-4-6"}""";

    private readonly ArmedTime _clock = new();
    private readonly CredentialResolver _resolver;

    public CredentialResolverTests() => _resolver = ResolverOf(Dns.GetHostAddressesAsync, allowLoopback: true);

    public void Dispose() => _resolver.Dispose();

    [Fact]
    public async Task The_question_is_posted_with_a_signature_over_time_nonce_and_body()
    {
        await using var app = await WebhookReceiver.StartAsync(Answers("""{"apiKey":"sk-ant-1","source":"byok"}"""));

        var answer = await AskAsync(app.Url("/keys?app=7"));

        answer.ApiKey.Should().Be("sk-ant-1");
        var asked = await app.NextAsync();
        var nonce = asked.Headers["X-Flapjack-Nonce"];
        asked.Method.Should().Be("POST");
        asked.Path.Should().Be("/keys");
        asked.Text.Should().Be(Question);
        asked.Headers["Content-Type"].Should().Be("application/json");
        asked.Headers["X-Flapjack-Timestamp"].Should().Be("1767225600");
        nonce.Should().MatchRegex("^[0-9a-f]{32}$");
        asked.Headers["X-Flapjack-Signature"].Should().Be(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"1767225600.{nonce}.{Question}"))));
        asked.Headers.Keys.Should().NotContain(["Authorization", "Cookie", "traceparent"]);
    }

    [Fact]
    public async Task Each_question_has_a_nonce_of_its_own()
    {
        await using var app = await WebhookReceiver.StartAsync(Answers("""{"apiKey":null,"source":"platform"}"""));

        await AskAsync(app.Url("/"));
        await AskAsync(app.Url("/"));

        app.Received.Select(asked => asked.Headers["X-Flapjack-Nonce"]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_resolver_that_is_slow_costs_its_time_limit_on_the_backends_clock_and_no_more()
    {
        await using var app = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var asking = AskAsync(app.Url("/"), timeoutMs: 1_500);
        await app.NextAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1_499));
        var early = asking.IsCompleted;
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        (await asking.WaitAsync(Limit.Time)).Fault.Should().Be("The resolver did not answer within 1.5 s.");
        early.Should().BeFalse();
    }

    [Fact]
    public async Task A_resolver_that_stops_in_the_middle_of_its_answer_costs_no_more_than_its_time_limit()
    {
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync("""{"apiKey":"sk-ant""");
            await context.Response.Body.FlushAsync();
            half.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var asking = AskAsync(app.Url("/"));
        await half.Task.WaitAsync(Limit.Time);
        _clock.Advance(TimeSpan.FromSeconds(5));

        (await asking.WaitAsync(Limit.Time)).Fault.Should().Be("The resolver did not answer within 5 s.");
    }

    [Fact]
    public async Task A_resolver_that_is_down_is_told_so()
    {
        int free;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            free = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        (await AskAsync(new($"http://127.0.0.1:{free}/"))).Fault.Should().Be("The resolver could not be connected to.");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Only_the_status_200_brings_a_key(int status)
    {
        await using var app = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = status;
            if (status != 204)
            {
                await context.Response.WriteAsync("""{"apiKey":"sk-ant-1","source":"byok"}""");
            }
        });

        var answer = await AskAsync(app.Url("/"));

        answer.ApiKey.Should().BeNull();
        answer.Fault.Should().Be($"The resolver answered with the HTTP status {status}.");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_because_the_question_and_its_signature_are_meant_for_one_address()
    {
        await using var app = await WebhookReceiver.StartAsync((context, asked) =>
        {
            if (asked.Path == "/")
            {
                context.Response.Redirect("/other", permanent: true, preserveMethod: true);
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync("""{"apiKey":"sk-ant-1","source":"byok"}""");
        });

        (await AskAsync(app.Url("/"))).Fault.Should().Be("The resolver answered with the HTTP status 308.");
        app.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task An_endless_answer_is_read_to_its_limit_only()
    {
        await using var app = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string(' ', 4_096), context.RequestAborted);
            }
        });

        (await AskAsync(app.Url("/"))).Fault.Should().Be("The resolver answered with more than 16384 bytes.");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_told_so()
    {
        await using var app = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        (await AskAsync(app.Url("/"))).Fault.Should().Be("The resolver broke the connection before it had answered.");
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("93.184.215.14 127.0.0.1")]
    [InlineData("::1")]
    public async Task An_address_of_a_private_network_is_not_connected_to(string addresses)
    {
        using var resolver = ResolverOf(new ScriptedDns(addresses).ResolveAsync, allowLoopback: false);

        (await AskAsync(new("https://keys.example.com/"), resolver: resolver)).Fault.Should().Be(
            "The resolver was not called, because its address is not on the public internet.");
    }

    [Fact]
    public async Task A_name_that_turns_private_is_refused_at_its_next_connection()
    {
        await using var app = await WebhookReceiver.StartAsync();
        var dns = new ScriptedDns("127.0.0.1", "10.0.0.1");
        using var resolver = ResolverOf(dns.ResolveAsync, allowLoopback: true);
        var url = new Uri($"https://keys.example.com:{app.Port}/");

        // The receiver speaks no TLS, so the first connection is made, and fails later.
        (await AskAsync(url, resolver: resolver)).Fault.Should().Be("The resolver could not be connected to securely.");
        (await AskAsync(url, resolver: resolver)).Fault.Should().Be("The resolver was not called, because its address is not on the public internet.");
        dns.LookedUp.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    public async Task This_machine_is_asked_only_if_the_option_allows_it(string url)
    {
        using var resolver = ResolverOf(new ScriptedDns("127.0.0.1").ResolveAsync, allowLoopback: false);

        (await AskAsync(new(url), resolver: resolver)).Fault.Should().Contain("not on the public internet");
    }

    [Fact]
    public async Task A_key_never_crosses_the_network_in_the_clear()
    {
        var dns = new ScriptedDns("93.184.215.14");
        using var resolver = ResolverOf(dns.ResolveAsync, allowLoopback: true);

        (await AskAsync(new("http://keys.example.com/"), resolver: resolver)).Fault.Should().Contain("its address is not https");
        dns.LookedUp.Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_so()
    {
        using var resolver = ResolverOf(new ScriptedDns("").ResolveAsync, allowLoopback: false);

        (await AskAsync(new("https://keys.example.com/"), resolver: resolver)).Fault.Should().Be("The resolver could not be called: the host of its address could not be looked up.");
    }

    [Fact]
    public async Task Only_the_callers_own_cancellation_is_an_exception()
    {
        await using var app = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var stop = new CancellationTokenSource();

        var asking = AskAsync(app.Url("/"), stop: stop.Token);
        await app.NextAsync();
        await stop.CancelAsync();

        await asking.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
    }

    private static Func<HttpContext, ReceivedWebhook, Task> Answers(string reply) => (context, _) => context.Response.WriteAsync(reply);

    private CredentialResolver ResolverOf(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback) => new(_ => Secret, resolve, allowLoopback, _clock);

    private Task<CredentialAnswer> AskAsync(Uri url, int timeoutMs = 5_000, CredentialResolver? resolver = null, CancellationToken stop = default) =>
        (resolver ?? _resolver).AskAsync(
            new CredentialSettings { Enabled = true, ResolverUrl = url.AbsoluteUri, TimeoutMs = timeoutMs }, "o1", Encoding.UTF8.GetBytes(Question), stop);
}
