using Flapjack.ReferenceBackend.Tests.Chat;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

/// <summary>An organization's custom tools as its agents call them: who has them, what is sent, and how the receiver knows it is genuine.</summary>
public sealed class WebhookToolsTests
{
    [Fact]
    public async Task Every_agent_of_the_organization_has_its_tools_and_no_other_agent_has()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync());
        await calling.AddAsync("bare", "https://hooks.acme.dev/x");

        await using var offer = await calling.Source.OfferAsync(calling.Turn, CancellationToken.None);

        offer.Tools.Select(tool => (tool.Name, tool.Description, tool.Parameters.GetRawText(), tool.SpanKind)).Should().Equal(
            ("find_order", "Finds an order.", """{"type":"object"}""", "webhook"),
            ("bare", "", """{"type":"object","properties":{}}""", "webhook"));
        offer.Tools.Should().OnlyContain(tool => tool.Limit > TimeSpan.FromSeconds(30));
        (await calling.Source.NamesAsync(calling.Turn with { OrgId = Guid.NewGuid().ToString() })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_step_without_an_agent_has_the_tools_of_its_runner_and_says_so_in_the_call()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync());
        await calling.AddAsync("bare", "https://hooks.acme.dev/x");
        var runner = await calling.AddRunnerAsync("find_order");
        var step = calling.Turn with { AgentId = runner, RunnerId = runner };

        (await calling.Source.NamesAsync(step)).Should().Equal("find_order");
        (await calling.Source.NamesAsync(step with { AgentId = "agent" })).Should().Equal(["find_order", "bare"], "an agent has the tools of its organization");
        await calling.Source.CallAsync(step, "find_order", "{}");

        var body = (await calling.Receiver.NextAsync()).Text;
        body.Should().Contain($$""","agentId":null,"runnerId":"{{runner}}","threadId":""");
    }

    [Fact]
    public async Task A_tool_that_only_the_runner_brings_has_a_place_among_the_most_that_a_model_takes()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync());
        for (var number = 0; number < 128; number++)
        {
            await calling.AddAsync($"tool_{number}", "https://hooks.acme.dev/x");
        }

        var runner = await calling.AddRunnerAsync("tool_127");
        var names = await calling.Source.NamesAsync(calling.Turn with { RunnerId = runner });

        names.Should().HaveCount(128).And.OnlyHaveUniqueItems().And.Contain(["tool_127", "find_order", "tool_125"]);
        (await calling.Source.NamesAsync(calling.Turn)).Should().NotContain("tool_127");
    }

    [Fact]
    public async Task A_call_is_a_signed_POST()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync());
        // As the model wrote them: also a number that no double holds, half a character, and a name that is there twice.
        const string Arguments = """{"id":123456789012345678901234567890,"half":"\ud800","id":1}""";

        await calling.CallAsync(Arguments);

        var call = await calling.Receiver.NextAsync();
        (call.Method, call.Path, call.Headers["Content-Type"]).Should().Be(("POST", "/hook", "application/json"));
        call.Text.Should().Be(
            $$"""{"tool":"find_order","callId":"call-1","arguments":{{Arguments}},"orgId":"{{calling.Backend.OrgId}}","agentId":"agent","threadId":"thread","turnId":"turn","senderId":"ada"}""");
        var secret = calling.Backend.WebhookSecret;
        WebhookSignature.Verify(call.Body, call.Headers["X-Flapjack-Signature"], secret).Should().BeTrue();
        WebhookSignature.Check(call.Body, WebhookHeaders.Read(name => call.Headers.GetValueOrDefault(name)), [secret], calling.Clock).Should().Be(WebhookCheckResult.Valid);
        call.Headers.Keys.Should().BeEquivalentTo(
            "Host", "User-Agent", "Accept", "Content-Type", "Content-Length", "X-Flapjack-Signature", "webhook-id", "webhook-timestamp", "webhook-signature");
    }

    [Fact]
    public async Task Without_our_additions_there_is_the_documented_signature_alone()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(), signsStandard: false);

        await calling.CallAsync();

        var call = await calling.Receiver.NextAsync();
        call.Headers.Keys.Should().NotContain(name => name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase));
        WebhookSignature.Verify(call.Body, call.Headers["X-Flapjack-Signature"], calling.Backend.WebhookSecret).Should().BeTrue();
    }

    [Fact]
    public async Task The_newest_secret_signs()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync());
        var secret = calling.Backend.RotateWebhookSecret();

        await calling.CallAsync();

        var call = await calling.Receiver.NextAsync();
        WebhookSignature.Verify(call.Body, call.Headers["X-Flapjack-Signature"], secret).Should().BeTrue();
    }

    [Fact]
    public async Task Calls_do_not_wait_for_each_other()
    {
        const int Count = 50;
        var allAreThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(async (context, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
            {
                allAreThere.SetResult();
            }

            await allAreThere.Task;
            await context.Response.WriteAsync("found");
        }));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => calling.CallAsync())).WaitAsync(Patience.Limit);

        outcomes.Select(outcome => outcome.Answer().GetString()).Should().AllBe("found");
    }
}
