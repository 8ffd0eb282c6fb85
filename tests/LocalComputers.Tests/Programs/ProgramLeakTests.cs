namespace LocalComputers.Tests.Programs;

[Collection(AloneInTheProcess.Name)]
public sealed class ProgramLeakTests : ProgramRoom
{
    private static readonly string[] OwnKinds = ["pipe:", "anon_inode:[pidfd]", "/dev/ptmx", "/dev/pts/ptmx"];

    [Fact]
    public async Task Ended_programs_leave_no_descriptor_and_no_process()
    {
        await UseAsync();
        var descriptors = OwnDescriptors();

        for (var round = 0; round < 5; round++)
        {
            await UseAsync();
        }

        OwnDescriptors().Should().BeLessThanOrEqualTo(descriptors);
        (await Processes.AllAsync()).Should().BeEmpty();
    }

    private async Task UseAsync()
    {
        var (killed, _) = Start(new("sleep", ["1000"]) { TakesInput = true });
        var (piped, output) = Start(new("cat", []) { TakesInput = true });
        var (terminal, screen) = Start(new("bash", ["-c", "echo hello; sleep 1000"]) { Terminal = new(80, 24) });
        await ReadUntilAsync(screen, "hello");
        await piped.CloseInputAsync(CancellationToken.None);
        await ReadAllAsync(output);
        killed.Signal(9);
        await terminal.StopAsync();
        await Task.WhenAll(EndOf(killed), EndOf(piped), EndOf(terminal));
        var missing = () => Start(new("no-such-program", []) { Terminal = new(80, 24) });
        missing.Should().Throw<LocalComputers.Processes.ProcessStartException>();
    }

    private static int OwnDescriptors() => Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Count(target => OwnKinds.Any(kind => target.StartsWith(kind, StringComparison.Ordinal)));
}
