using LocalComputers.Computers.Exec;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class KnownEndTests
{
    [Fact]
    public async Task A_command_that_ends_while_it_is_looked_for_is_told_with_its_end()
    {
        await using var computer = await StartAsync(options => options.JournalRetention = TimeSpan.Zero);
        using var stream = await computer.ExecAsync($"{WaitAt("gate")}; exit 3");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var execs = computer.Server.Backend.ComputerOf(computer.Agent).PartsOf().Execs;
        var asItRan = execs.FindRecord(exec)!;
        computer.Open("gate");
        await stream.ReadToEndAsync();

        var found = () => execs.Find(asItRan);

        asItRan.Outcome.Should().BeNull();
        found.Should().Throw<ExecGoneException>().Which.Record.Outcome.Should().Contain("\"exitCode\":3");
    }
}
