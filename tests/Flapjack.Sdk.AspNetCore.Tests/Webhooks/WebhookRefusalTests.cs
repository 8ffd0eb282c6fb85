using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>What is refused, and that the refusal says nothing to the one who is refused.</summary>
public class WebhookRefusalTests
{
    private const string Stranger = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    private readonly ConcurrentQueue<string> _calls = [];

    public static TheoryData<string, string> BadSignatures => new()
    {
        { "no signature at all", "MissingHeader" },
        { "an empty plain signature", "MissingHeader" },
        { "a plain signature that is no hexadecimal", "Malformed" },
        { "a plain signature twice", "Malformed" },
        { "a plain signature of a stranger", "Mismatch" },
        { "a plain signature of another body", "Mismatch" },
        { "an id without a signature", "MissingHeader" },
        { "no timestamp", "MissingHeader" },
        { "an empty id", "MissingHeader" },
        { "a timestamp that is no number", "Malformed" },
        { "an unknown version", "Malformed" },
        { "a standard signature of a stranger", "Mismatch" },
        { "another id", "Mismatch" },
        { "another timestamp", "Mismatch" },
        { "a standard signature of another body", "Mismatch" },
        { "a signature of five minutes and a second ago", "Stale" },
        { "a signature of five minutes and a second to come", "Stale" },
    };

    [Theory]
    [MemberData(nameof(BadSignatures))]
    public async Task A_bad_signature_is_answered_401_without_a_word_and_logged_with_its_reason(string what, string reason)
    {
        await using var app = await WebhookApp.StartAsync(Recording());

        using var response = await app.SendAsync(Bad(what, app));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        response.Headers.WwwAuthenticate.Should().BeEmpty();
        _calls.Should().BeEmpty();
        app.Log.All.Should().ContainSingle(line => line.StartsWith("A webhook was refused: ")).Which.Should().Contain(reason);
    }

    [Fact]
    public async Task A_webhook_that_was_refused_can_still_be_handled()
    {
        await using var app = await WebhookApp.StartAsync(Recording());
        await app.PostAsync(Bad("a standard signature of a stranger", app));

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        _calls.Should().Equal("agent.deleted");
    }

    [Theory]
    [InlineData(299)]
    [InlineData(300)]
    public async Task A_signature_of_up_to_five_minutes_ago_is_good(int seconds)
    {
        await using var app = await WebhookApp.StartAsync(Recording());
        var webhook = app.SignFully(Events.Deleted);
        app.Time.Advance(TimeSpan.FromSeconds(seconds));

        (await app.PostAsync(webhook)).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"event":7}""")]
    [InlineData("event=agent.deleted")]
    public async Task A_genuine_body_that_is_no_event_is_answered_400_each_time(string body)
    {
        await using var app = await WebhookApp.StartAsync(Recording());

        for (var delivery = 0; delivery < 2; delivery++)
        {
            using var response = await app.SendAsync(app.SignFully(body));

            response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }

        (await app.PostAsync(WebhookApp.SignPlainly(body))).Should().Be(HttpStatusCode.BadRequest);
        _calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_no_event_and_not_genuine_either_is_answered_401()
    {
        await using var app = await WebhookApp.StartAsync(Recording());

        (await app.PostAsync(Signed.Plainly("{", Stranger))).Should().Be(HttpStatusCode.Unauthorized);
        (await app.PostAsync(new([], new()))).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Where_replay_protection_is_required_a_recorded_webhook_can_not_do_without()
    {
        await using var app = await WebhookApp.StartAsync(Recording(), options => options.RequireReplayProtection = true);
        var recorded = app.SignFully(Events.Deleted);

        (await app.PostAsync(recorded)).Should().Be(HttpStatusCode.OK);
        var stripped = recorded with { Headers = new() { Signature = recorded.Headers.Signature } };
        using var response = await app.SendAsync(stripped);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        _calls.Should().Equal("agent.deleted");
        app.Log.All.Should().Contain(line => line.Contains("RequireReplayProtection"));
    }

    [Fact]
    public async Task Where_it_is_not_required_the_signature_that_the_service_documents_is_enough()
    {
        await using var app = await WebhookApp.StartAsync(Recording());

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task Every_method_but_post_is_answered_405(string method)
    {
        await using var app = await WebhookApp.StartAsync(Recording());
        using var request = new HttpRequestMessage(new(method), WebhookApp.Route);

        using var response = await app.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().Equal("POST");
    }

    private static Signed Bad(string what, WebhookApp app)
    {
        var plain = WebhookApp.SignPlainly(Events.Deleted);
        var full = app.SignFully(Events.Deleted);
        var otherBody = Encoding.UTF8.GetBytes(Events.Deleted.Replace("agent.deleted", "agent.Deleted", StringComparison.Ordinal));
        return what switch
        {
            "no signature at all" => plain with { Headers = new() },
            "an empty plain signature" => plain with { Headers = new() { Signature = "" } },
            "a plain signature that is no hexadecimal" => plain with { Headers = new() { Signature = "sha256=" + plain.Headers.Signature } },
            "a plain signature twice" => plain with { Headers = new() { Signature = $"{plain.Headers.Signature},{plain.Headers.Signature}" } },
            "a plain signature of a stranger" => Signed.Plainly(Events.Deleted, Stranger),
            "a plain signature of another body" => plain with { Body = otherBody },
            "an id without a signature" => plain with { Headers = plain.Headers with { Id = "msg_1" } },
            "no timestamp" => full with { Headers = full.Headers with { Timestamp = null } },
            "an empty id" => full with { Headers = full.Headers with { Id = "" } },
            "a timestamp that is no number" => full with { Headers = full.Headers with { Timestamp = "1e9" } },
            "an unknown version" => full with { Headers = full.Headers with { StandardSignature = "v2" + full.Headers.StandardSignature![2..] } },
            "a standard signature of a stranger" => Signed.Fully(Events.Deleted, "msg_1", app.Time.GetUtcNow(), Stranger),
            "another id" => full with { Headers = full.Headers with { Id = "msg_2" } },
            "another timestamp" => full with { Headers = full.Headers with { Timestamp = "1614265331" } },
            "a standard signature of another body" => full with { Body = otherBody },
            "a signature of five minutes and a second ago" => Signed.Fully(Events.Deleted, "msg_1", app.Time.GetUtcNow() - TimeSpan.FromSeconds(301), WebhookApp.Secret),
            "a signature of five minutes and a second to come" => Signed.Fully(Events.Deleted, "msg_1", app.Time.GetUtcNow() + TimeSpan.FromSeconds(301), WebhookApp.Secret),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Nobody knows how to make it."),
        };
    }

    private FlapjackWebhookHandlers Recording() => new FlapjackWebhookHandlers().On<ComputerWebhookPayload>((webhook, _) =>
    {
        _calls.Enqueue(webhook.Event.ToString());
        return Task.CompletedTask;
    });
}
