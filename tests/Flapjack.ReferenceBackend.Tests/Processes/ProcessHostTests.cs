using LocalComputers.Processes;

namespace Flapjack.ReferenceBackend.Tests.Processes;

public sealed class ProcessHostTests
{
    private readonly CapturedLog _log = new();

    [Fact]
    public async Task The_portable_way_is_said_once_with_its_reason()
    {
        await using ProcessHost host = new(_log, "the reason", new ProcessTable(_log));
        for (int i = 0; i < 2; i++)
        {
            await using ChildProcess child = host.Start(new ProcessStart
            {
                FileName = "/bin/true",
                WorkingDirectory = "/",
                Environment = new Dictionary<string, string>(),
            });
            (await child.Exited).ExitCode.Should().Be(0);
        }

        _log.Messages.Should().ContainSingle().Which.Should().Contain("the reason");
    }

    [Fact]
    public async Task Where_nothing_is_missing_nothing_is_said()
    {
        await using ProcessHost host = new(_log);

        _log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_process_table_is_said_with_its_place()
    {
        _ = new ProcessTable(_log, root: "/nowhere");

        _log.Messages.Should().ContainSingle().Which.Should().Contain("/nowhere");
    }

    [Fact]
    public async Task Disposing_twice_is_harmless()
    {
        ProcessHost host = new(_log);

        await host.DisposeAsync();
        await host.DisposeAsync();
    }
}
