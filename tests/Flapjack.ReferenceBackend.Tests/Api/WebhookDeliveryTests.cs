using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Computers;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Api;

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
