using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Json;

public sealed class ByteOrderMarkTests : WireTest
{
    private const string Mark = "\uFEFF";

    [Fact]
    public async Task A_mark_before_an_answer_is_skipped()
    {
        Wire.Answers("/api/agents/a1/computer/status", Mark + """{"computer":{"status":"ready"}}""");

        (await Client.GetComputerStatusAsync("a1").Soon()).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
    }

    [Fact]
    public async Task A_mark_before_an_odd_answer_is_skipped()
    {
        Wire.Answers("/api/agents/a1/computer-instances", Mark + """[{"id":"h"},7]""");

        (await Client.GetComputerInstancesAsync("a1").Soon()).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_mark_before_a_refusal_is_skipped()
    {
        Wire.Answers("/api/agents/a1/computer/status", new Answer(404, Mark + """{"error":"NOT_FOUND","detail":"no such agent","\ud83d":1,"reason":"\ud83d"}"""));

        var call = () => Client.GetComputerStatusAsync("a1");

        var thrown = (await call.Should().ThrowAsync<FlapjackNotFoundException>()).Which;
        (thrown.ErrorCode, thrown.Detail).Should().Be(("NOT_FOUND", "no such agent"));
    }
}
