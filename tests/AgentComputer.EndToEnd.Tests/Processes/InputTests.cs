using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

public sealed class InputTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_process_reads_what_it_is_sent_until_its_input_is_closed(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var process = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "cat; exit 7"] }, Limit.Token);

        await process.SendInputAsync("first ü\n"u8.ToArray(), Limit.Token);
        (await process.ReadUntilAsync("\n")).Should().Be("first ü\n", "an answer comes before the end of the input");
        await processes.SendInputAsync(process.Pid, "second\n"u8.ToArray(), cancellationToken: Limit.Token);
        await process.CloseStdinAsync(Limit.Token);

        var (output, ended) = await process.ReadToEndAsync();
        (output, ended.ExitCode, ended.Exited).Should().Be(("second\n", 7, true));
    }

    [Fact]
    public async Task Input_that_is_closed_takes_nothing_more_and_may_be_closed_again()
    {
        await using var processes = await real.ProcessesAsync();
        await using var process = await processes.StartAsync(new() { Command = "sh", Arguments = ["-c", "cat; exec sleep 1000"] }, Limit.Token);

        await process.CloseStdinAsync(Limit.Token);
        await process.CloseStdinAsync(Limit.Token);
        var act = () => process.SendInputAsync("late"u8.ToArray(), Limit.Token);

        await act.Should().ThrowAsync<AgentComputerApiException>();
        await process.KillAsync(Limit.Token);
    }
}
