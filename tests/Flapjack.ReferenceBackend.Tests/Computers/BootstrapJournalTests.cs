using Flapjack.ReferenceBackend.Audit;
using LocalComputers.Computers;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>The log of a bootstrap is begun without the computer's lock, for which every request for the computer's state waits.</summary>
public sealed class BootstrapJournalTests : IAsyncLifetime
{
    private ReadyComputer _ready = null!;
    private Computer? _computer;
    private Action _beginning = () => { };

    private FlapjackBackend Backend => _ready.Server.Backend;

    public async Task InitializeAsync()
    {
        _ready = await StartAsync();
        await Backend.Computers.DestroyAsync(_ready.Agent);
    }

    public async Task DisposeAsync()
    {
        if (_computer is not null)
        {
            await _computer.DisposeAsync();
        }

        await _ready.DisposeAsync();
    }

    [Fact]
    public void It_is_begun_without_the_lock()
    {
        bool? isLocked = null;
        Open();
        _beginning = () => isLocked = _computer!.PartsOf().Lock.IsHeldByCurrentThread;

        Ensure();

        isLocked.Should().BeFalse();
    }

    [Fact]
    public void When_another_call_has_started_a_bootstrap_meanwhile_the_second_log_goes()
    {
        Open();
        var before = Logs();
        string? others = null;
        _beginning = () =>
        {
            _beginning = () => { };
            others = Ensure();
        };

        var run = Ensure();

        run.Should().Be(others);
        Logs().Except(before).Should().Equal(run);
    }

    [Fact]
    public void When_the_agent_can_not_be_stored_the_log_goes_and_the_caller_is_told_why()
    {
        Open();
        var before = Logs();

        var asked = () => Ensure(_ => throw new InvalidOperationException("The agent can't be stored."));

        asked.Should().Throw<InvalidOperationException>().WithMessage("The agent can't be stored.");
        Logs().Should().Equal(before);
    }

    private void Open() => _computer = Backend.ComputerBehind(_ready.Agent, door => door with
    {
        NewFormat = idPrefix =>
        {
            // The engine asks for the format just before it makes the file.
            if (_computer is not null)
            {
                _beginning();
            }

            return door.NewFormat(idPrefix);
        },
    });

    private string Ensure(Action<LocalComputers.Storage.StoreSession>? saveAgent = null) =>
        _computer!.EnsureBootstrapped(_computer.PartsOf().Bootstraps.Setup!, AuditActor.Backend, saveAgent ?? (_ => { }))!.Value.RunId;

    private string[] Logs() =>
        [.. Backend.JournalFiles().Select(file => Path.GetFileNameWithoutExtension(file.Name)).Where(id => !id.StartsWith("exec_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
