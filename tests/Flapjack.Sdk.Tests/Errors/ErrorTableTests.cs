using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Errors;

/// <summary>What a refusal means is a matter of the resource that refused: only where the computer is asked is it about the computer.</summary>
public sealed class ErrorTableTests : WireTest
{
    private static readonly Dictionary<string, (string Path, Func<FlapjackClient, Task> Call)> Calls = new()
    {
        ["delete"] = ("/api/agents/a1", client => client.DeleteAgentAsync("a1")),
        ["create"] = ("/api/agents/from-template", client => client.CreateAgentFromTemplateAsync(new() { Name = "n", Template = ComputerTemplate.Blank })),
        ["config"] = ("/api/agents/a1/computer", client => client.GetComputerConfigAsync("a1")),
        ["configure"] = ("/api/agents/a1/computer", client => client.UpdateComputerConfigAsync("a1", new())),
        ["instances"] = ("/api/agents/a1/computer-instances", client => client.GetComputerInstancesAsync("a1")),
        ["status"] = ("/api/agents/a1/computer/status", client => client.GetComputerStatusAsync("a1")),
        ["watch"] = ("/api/agents/a1/computer/status", client => client.WatchComputerStatusAsync("a1").All()),
        ["bootstrap"] = ("/api/agents/a1/computer/bootstrap/stream", client => client.StreamBootstrapAsync("a1").All()),
        ["attach"] = ("/api/agents/a1/computer/exec/e1", client => client.AttachComputerExecAsync("a1", "e1").All()),
        ["stop"] = ("/api/agents/a1/computer/exec/e1", client => client.StopComputerExecAsync("a1", "e1")),
        ["exec"] = ("/api/agents/a1/computer/exec", client => client.RunComputerAsync("a1", new() { Command = "x" })),
    };

    [Theory]
    [InlineData("delete", 409, "AGENT_IN_USE")]
    [InlineData("delete", 409, null)]
    [InlineData("delete", 410, "AGENT_GONE")]
    [InlineData("delete", 410, null)]
    [InlineData("create", 409, "EXTERNAL_APP_ID_IN_USE")]
    [InlineData("create", 410, "TEMPLATE_GONE")]
    [InlineData("config", 410, "PROVIDER_GONE")]
    [InlineData("configure", 409, "VERSION_CONFLICT")]
    [InlineData("instances", 409, "CONFLICT")]
    [InlineData("instances", 410, null)]
    [InlineData("create", 409, "sandbox_not_ready")]
    [InlineData("configure", 410, "AGENT_DESTROYED")]
    public async Task A_conflict_or_a_loss_elsewhere_is_not_the_computers(string call, int status, string? code)
    {
        var thrown = await Refusal(call, status, code);

        thrown.Should().BeOfType<FlapjackApiException>();
        (thrown.StatusCode, thrown.ErrorCode).Should().Be(((HttpStatusCode)status, code));
        thrown.Message.Should().Contain(code ?? status.ToString()).And.Contain(status == 409 ? "conflict" : "gone");
        thrown.Message.Should().NotContainAny("WaitUntilComputerReadyAsync", "CreateAgentFromTemplateAsync", "sandbox:admin");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("watch")]
    [InlineData("bootstrap")]
    [InlineData("attach")]
    [InlineData("stop")]
    [InlineData("exec")]
    public async Task On_the_computers_own_paths_the_status_alone_tells(string call)
    {
        (await Refusal(call, 409, "ANY")).Should().BeOfType<ComputerNotReadyException>().Which.Message.Should().Contain("WaitUntilComputerReadyAsync").And.Contain("WaitForReady");
        (await Refusal(call, 410, null)).Should().BeOfType<ComputerDestroyedException>().Which.Message.Should().Contain("CreateAgentFromTemplateAsync");
        (await Refusal(call, 429, null)).Should().BeOfType<RateLimitedException>().Which.Message.Should().Contain("FlapjackQuotaGovernor");
    }

    [Theory]
    [InlineData("EXEC_EXPIRED")]
    [InlineData("RESUME_GAP")]
    public async Task Output_that_is_gone_is_no_computer_that_is_gone(string code)
    {
        var thrown = await Refusal("exec", 410, code);

        thrown.Should().BeOfType<FlapjackApiException>().Which.Message.Should().NotContain("CreateAgentFromTemplateAsync");
    }

    [Theory]
    [InlineData("create")]
    [InlineData("config")]
    [InlineData("configure")]
    [InlineData("instances")]
    public async Task Where_only_the_code_can_tell_it_decides(string call)
    {
        (await Refusal(call, 409, "SANDBOX_NOT_READY")).Should().BeOfType<ComputerNotReadyException>();
        (await Refusal(call, 409, "COMPUTER_NOT_READY")).Should().BeOfType<ComputerNotReadyException>();
        (await Refusal(call, 410, "SANDBOX_DESTROYED")).Should().BeOfType<ComputerDestroyedException>();
        (await Refusal(call, 410, "COMPUTER_DESTROYED")).Should().BeOfType<ComputerDestroyedException>();
    }

    [Theory]
    [InlineData("delete", false)]
    [InlineData("create", true)]
    [InlineData("config", true)]
    [InlineData("status", true)]
    [InlineData("bootstrap", true)]
    [InlineData("exec", true)]
    public async Task The_scope_of_computers_is_advised_only_where_it_is_needed(string call, bool advised)
    {
        var thrown = await Refusal(call, 403, "FORBIDDEN");

        thrown.Should().BeOfType<FlapjackPermissionException>();
        thrown.Message.Contains("sandbox:admin", StringComparison.Ordinal).Should().Be(advised);
    }

    [Fact]
    public async Task A_rate_limit_elsewhere_is_not_one_of_commands()
    {
        (await Refusal("delete", 429, "RATE_LIMITED")).Should().BeOfType<RateLimitedException>().Which.Message.Should().NotContain("Governor");
    }

    private async Task<FlapjackApiException> Refusal(string call, int status, string? code)
    {
        var (path, send) = Calls[call];
        Wire.Answers(Calls["status"].Path, Answer.Json("{}").With("Flapjack-Extensions", "resume, stop"));
        Wire.Answers(path, new Answer(status, code is null ? "{}" : $$"""{"error":"{{code}}"}"""));
        return (await ClientWith(options => options.MaxRetries = 0).Awaiting(client => send(client).Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;
    }
}
