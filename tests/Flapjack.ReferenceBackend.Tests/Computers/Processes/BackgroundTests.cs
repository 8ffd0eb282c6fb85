namespace Flapjack.ReferenceBackend.Tests.Computers.Processes;

public sealed class BackgroundTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private string Log => Path.Combine(Path.GetDirectoryName(computer.Home)!, "background.log");

    [Fact]
    public async Task A_server_goes_on_after_its_command_and_what_it_says_is_in_the_log()
    {
        await computer.RunAsync("mkfifo ~/requests; (while read -r line <~/requests; do echo served $line; done) & echo started");

        await computer.RunAsync("echo one >~/requests");

        await Eventually.HoldsAsync(() => File.Exists(Log) && File.ReadAllText(Log).Contains("served one\n"), "the server writes to a pipe that is read");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_commands_left_running_is_listed_with_its_command(bool groups)
    {
        await using var own = await ReadyComputer.StartAsync(options => options.UseControlGroups = groups);
        var before = DateTimeOffset.UtcNow;
        var left = await own.RunAsync("setsid sleep 1000.5 >/dev/null 2>&1 & echo $!");
        using var running = await own.ExecAsync("echo begun; sleep 1000");
        await running.ReadUntilPrintedAsync("begun");

        // It may be a shell for an instant yet.
        await Eventually.HoldsAsync(() => Listed().Any(process => process.CommandLine == "sleep 1000.5"), "it was left running");

        var process = Listed().Should().ContainSingle().Which;
        process.Id.Should().Be(left.Printed().ProcessIds()[0]);
        process.ExecId.Should().Be(left.ExecId());
        // The kernel counts from the start of the machine, which it tells in whole seconds.
        process.StartedAt.Should().BeAfter(before - TimeSpan.FromSeconds(2)).And.BeBefore(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(2));

        IReadOnlyList<ReferenceBackend.BackgroundProcess> Listed() => own.Server.Backend.Computers.GetBackgroundProcesses(own.Agent);
    }

    [FactWithControlGroups]
    public async Task One_that_has_wiped_its_environment_is_listed_by_its_group()
    {
        await using var own = await ReadyComputer.StartAsync();
        var left = await own.RunAsync("env -i setsid sleep 1000.5 >/dev/null 2>&1 &");

        await Eventually.HoldsAsync(
            () => own.Server.Backend.Computers.GetBackgroundProcesses(own.Agent) is [{ CommandLine: "sleep 1000.5" } process] && process.ExecId == left.ExecId(),
            "it was left running");
    }
}
