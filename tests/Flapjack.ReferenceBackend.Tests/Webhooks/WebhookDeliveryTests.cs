using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    private LoopbackServer _receiver = null!;
    private TestBackend _backend = null!;
    private LocalRepository _repository = null!;

    private string Hook => $"http://127.0.0.1:{_receiver.Port}/hook?a=b";

    public async Task InitializeAsync()
    {
        _receiver = LoopbackServer.Start();
        _repository = await LocalRepository.CreateAsync();
        _backend = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            // It stands still: no webhook comes twice because the receiver was slow to answer.
            options.TimeProvider = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
            _repository.Rewrite(options);
        });
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _receiver.DisposeAsync();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_good_bootstrap_is_told_with_all_fields_and_signed()
    {
        var created = await _backend.CreateAsync($$"""{"template":"blank","externalAppId":"app_1","webhookUrl":"{{Hook}}"}""");
        var agent = created.Text("agent", "id");

        var told = await _receiver.NextAsync();

        var computer = (await _backend.GetAsync($"/api/agents/{agent}/computer/status")).Text("computer", "id");
        told.Line.Should().Be("POST /hook?a=b HTTP/1.1");
        told.Headers["Content-Type"].Should().Be("application/json");
        told.Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        told.Headers["X-Flapjack-Signature"].Should().Be(SignatureOf(told, _backend.Backend.WebhookSecret));
        told.Headers.Keys.Should().NotContain("Authorization");
        BodyOf(told).Should().Be($$$"""
            {
              "event":"bootstrap.succeeded",
              "agentId":"{{{agent}}}",
              "orgId":"{{{_backend.Backend.OrgId}}}",
              "externalAppId":"app_1",
              "sandboxId":"{{{computer}}}",
              "bootstrapRunId":"{{{created.Text("bootstrapRunId")}}}",
              "exitCode":0,
              "occurredAt":"{{{OccurredAt(told)}}}",
              "computerId":"{{{computer}}}"
            }
            """.OnOneLine());
    }

    [Fact]
    public async Task A_failed_bootstrap_is_told_with_its_exit_code()
    {
        var body = LocalRepository.Body("exit 42", $$""","webhookUrl":"{{Hook}}" """);
        var created = await _backend.CreateAsync(body);

        var told = await _receiver.NextAsync();

        told.Headers["X-Flapjack-Event"].Should().Be("bootstrap.failed");
        BodyOf(told).Should().MatchRegex($$"""
            ^\{"event":"bootstrap.failed","agentId":"{{created.Text("agent", "id")}}","orgId":"{{_backend.Backend.OrgId}}","externalAppId":null,
            "sandboxId":"local-[0-9a-f]+","bootstrapRunId":"{{created.Text("bootstrapRunId")}}","exitCode":42,"occurredAt":"[^"]+","computerId":"local-[0-9a-f]+"\}$
            """.OnOneLine());
    }

    [Fact]
    public async Task A_deletion_is_told_after_the_bootstrap()
    {
        var agent = await _backend.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"{{Hook}}"}""");
        await _backend.DeleteAsync($"/api/agents/{agent}");

        var first = await _receiver.NextAsync();
        var second = await _receiver.NextAsync();

        first.Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        second.Headers["X-Flapjack-Event"].Should().Be("agent.deleted");
        second.Headers["X-Flapjack-Signature"].Should().Be(SignatureOf(second, _backend.Backend.WebhookSecret));
        BodyOf(second).Should().MatchRegex($$"""
            ^\{"event":"agent.deleted","agentId":"{{agent}}","orgId":"{{_backend.Backend.OrgId}}","externalAppId":null,
            "sandboxId":"local-[0-9a-f]+","bootstrapRunId":null,"exitCode":null,"occurredAt":"[^"]+","computerId":"local-[0-9a-f]+"\}$
            """.OnOneLine());
    }

    [Fact]
    public async Task A_bootstrap_that_the_deletion_cuts_short_is_not_told()
    {
        var agent = await _backend.CreateAgentAsync(LocalRepository.Body("echo wait''ing; exec sleep 1000", $$""","webhookUrl":"{{Hook}}" """));
        using (var stream = await _backend.OpenBootstrapAsync(agent))
        {
            await stream.ReadUntilPrintedAsync("waiting");
        }

        await _backend.DeleteAsync($"/api/agents/{agent}");

        (await _receiver.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("agent.deleted");
        _receiver.HasMore.Should().BeFalse();
    }

    [Fact]
    public async Task Each_organization_has_a_secret_of_its_own()
    {
        var org = Guid.NewGuid().ToString();
        var theirs = _backend.ClientOf(_backend.Backend.CreateApiKey(org, FlapjackScopes.SandboxAdmin));
        await TestBackend.SendAsync(theirs, HttpMethod.Post, "/api/agents/from-template", $$"""{"template":"blank","webhookUrl":"{{Hook}}"}""");

        var told = await _receiver.NextAsync();

        _backend.Backend.WebhookSecretOf(org).Should().NotBe(_backend.Backend.WebhookSecret);
        told.Headers["X-Flapjack-Signature"].Should().Be(SignatureOf(told, _backend.Backend.WebhookSecretOf(org)));
        BodyOf(told).Should().Contain($"\"orgId\":\"{org}\"");
    }

    [Fact]
    public async Task Both_signatures_of_what_a_life_tells_verify_and_the_api_object_shows_it()
    {
        var agent = await _backend.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"{{Hook}}"}""");
        await _backend.DeleteAsync($"/api/agents/{agent}");

        LoopbackServer.Received[] told = [await _receiver.NextAsync(), await _receiver.NextAsync()];

        foreach (var webhook in told)
        {
            WebhookSignature.Verify(webhook.Body, webhook.Headers["X-Flapjack-Signature"], _backend.Backend.WebhookSecret).Should().BeTrue();
            Check(webhook, _backend.Backend.WebhookSecret).Should().Be(WebhookCheckResult.Valid);
            webhook.Headers["webhook-timestamp"].Should().Be("0", "the backend's clock stands at the beginning of 1970");
        }

        await Eventually.HoldsAsync(
            async () => (await _backend.Backend.Webhooks.ReadAsync(agent)).All(message => message.State == WebhookState.Delivered), "both were answered 200");
        var messages = await _backend.Backend.Webhooks.ReadAsync();
        messages.Select(message => message.Id).Should().Equal(told.Select(webhook => webhook.Headers["webhook-id"]));
        messages.Select(message => message.Event).Should().Equal(ComputerWebhookEvent.BootstrapSucceeded, ComputerWebhookEvent.AgentDeleted);
        messages.Select(message => message.Body.ToArray()).Should().BeEquivalentTo(told.Select(webhook => webhook.Body), options => options.WithStrictOrdering());
        messages.Should().OnlyContain(message => message.AgentId == agent && message.OrgId == _backend.Backend.OrgId && message.Attempts.Count == 1);
        (await _backend.Backend.Webhooks.ReadAsync("another")).Should().BeEmpty();
        (await _backend.Backend.Webhooks.ReadDeadLettersAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_dead_letter_is_read_and_redelivered()
    {
        await using var refusing = LoopbackServer.Start("410 Gone");
        await _backend.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"http://127.0.0.1:{{refusing.Port}}/"}""");
        var webhooks = _backend.Backend.Webhooks;
        var first = await refusing.NextAsync();
        await Eventually.HoldsAsync(async () => (await webhooks.ReadDeadLettersAsync()).Count == 1, "410 is final");
        var dead = (await webhooks.ReadDeadLettersAsync())[0];
        dead.Attempts.Should().ContainSingle().Which.Outcome.Should().Be("answered 410");

        await webhooks.RedeliverAsync(dead.Id);
        var second = await refusing.NextAsync();

        second.Headers["webhook-id"].Should().Be(dead.Id).And.Be(first.Headers["webhook-id"]);
        await Eventually.HoldsAsync(async () => (await webhooks.ReadDeadLettersAsync(dead.AgentId)).Count == 1, "it is refused again");
        await webhooks.Awaiting(them => them.RedeliverAsync("msg_0")).Should().ThrowAsync<ArgumentException>();
        await webhooks.Awaiting(them => them.RedeliverAsync(" ")).Should().ThrowAsync<ArgumentException>();
        await webhooks.Awaiting(them => them.ReadAsync(null, new(canceled: true))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_rotated_secret_signs_what_happens_from_then_on()
    {
        var old = _backend.Backend.WebhookSecret;
        var agent = await _backend.CreateReadyAgentAsync($$"""{"template":"blank","webhookUrl":"{{Hook}}"}""");
        var before = await _receiver.NextAsync();

        var rotated = _backend.Backend.RotateWebhookSecret();
        await _backend.DeleteAsync($"/api/agents/{agent}");
        var after = await _receiver.NextAsync();

        rotated.Should().MatchRegex("^whsec_[A-Za-z0-9+/]{32}$").And.NotBe(old);
        _backend.Backend.WebhookSecret.Should().Be(rotated);
        _backend.Backend.WebhookSecretOf(_backend.Backend.OrgId).Should().Be(rotated);
        (Check(before, old), Check(before, rotated)).Should().Be((WebhookCheckResult.Valid, WebhookCheckResult.Mismatch));
        (Check(after, old), Check(after, rotated)).Should().Be((WebhookCheckResult.Mismatch, WebhookCheckResult.Valid));
        (Check(before, rotated, old), Check(after, rotated, old)).Should().Be((WebhookCheckResult.Valid, WebhookCheckResult.Valid));
        FluentActions.Invoking(() => _backend.Backend.RotateWebhookSecret("nobody")).Should().Throw<ArgumentException>().WithMessage("There is no organization 'nobody'*");
    }

    [Fact]
    public void Rotating_one_organizations_secret_leaves_the_others_alone()
    {
        var org = Guid.NewGuid().ToString();
        _backend.Backend.CreateApiKey(org);
        var own = _backend.Backend.WebhookSecret;

        var rotated = _backend.Backend.RotateWebhookSecret(org);

        _backend.Backend.WebhookSecretOf(org).Should().Be(rotated);
        _backend.Backend.WebhookSecret.Should().Be(own);
    }

    [Fact]
    public async Task Without_our_additions_a_webhook_carries_the_documented_signature_alone()
    {
        await using var plain = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.Extensions = false;
        });
        await plain.CreateAgentAsync($$"""{"template":"blank","webhookUrl":"{{Hook}}"}""");

        var told = await _receiver.NextAsync();

        told.Headers.Keys.Should().NotContain(name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        told.Headers["X-Flapjack-Signature"].Should().Be(SignatureOf(told, plain.Backend.WebhookSecret));
    }

    [Fact]
    public async Task A_silent_receiver_does_not_keep_the_backend_from_ending_though_its_clock_stands_still()
    {
        await using var silent = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var stuck = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.TimeProvider = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        });
        await stuck.CreateAgentAsync($$"""{"template":"blank","webhookUrl":"{{silent.Url("/")}}"}""");
        await silent.NextAsync();

        await stuck.Backend.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        silent.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task No_line_of_the_log_shows_a_secret_or_a_body_or_the_path_of_a_url()
    {
        await using var refusing = LoopbackServer.Start("410 Gone");
        var log = new CapturedLog();
        string[] secrets;
        await using (var logged = await TestBackend.StartAsync(options =>
        {
            options.AllowLoopbackWebhooks = true;
            options.LoggerFactory = log.Loggers;
        }))
        {
            var agent = await logged.CreateReadyAgentAsync(
                $$"""{"template":"blank","externalAppId":"app_of_the_body","webhookUrl":"http://127.0.0.1:{{refusing.Port}}/path-token?query-token"}""");
            await refusing.NextAsync();
            var old = logged.Backend.WebhookSecret;
            secrets = [old, logged.Backend.RotateWebhookSecret()];
            await Eventually.HoldsAsync(async () => (await logged.Backend.Webhooks.ReadDeadLettersAsync()).Count == 1, "410 is final");
            await logged.Backend.Webhooks.RedeliverAsync((await logged.Backend.Webhooks.ReadAsync())[0].Id);
            await logged.DeleteAsync($"/api/agents/{agent}");
            await refusing.NextAsync();
            await refusing.NextAsync();
        }

        var lines = string.Join('\n', log.Rest());
        lines.Should().Contain("bootstrap.succeeded").And.Contain("agent.deleted").And.Contain("given up: answered 410");
        lines.Should().NotContainAny([.. secrets, "whsec_", "app_of_the_body", "occurredAt", "path-token", "query-token"]);
    }

    private static WebhookCheckResult Check(LoopbackServer.Received told, params string[] secrets) => WebhookSignature.Check(
        told.Body, WebhookHeaders.Read(name => told.Headers.GetValueOrDefault(name)), secrets, new FakeTimeProvider(DateTimeOffset.UnixEpoch));

    private static string BodyOf(LoopbackServer.Received told) => Encoding.UTF8.GetString(told.Body);

    private static string SignatureOf(LoopbackServer.Received told, string secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), told.Body));

    private static string OccurredAt(LoopbackServer.Received told)
    {
        var text = System.Text.Json.JsonElement.Parse(told.Body).GetProperty("occurredAt").GetString()!;
        text.Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        return text;
    }
}
