using System.Runtime.CompilerServices;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>The computer of a running backend behind another door, so that a test can step in where the engine asks or tells the door something.</summary>
internal static class OtherDoor
{
    /// <summary>Takes the computer up once more, as a restart does.</summary>
    public static Computer ComputerBehind(this FlapjackBackend backend, string agent, Func<Door, Door> change)
    {
        var services = ServicesOf(backend.ComputersOf());
        var record = new ComputerStore(services.Store).All().Single(computer => computer.AgentId == agent);
        return Computer.Restore(record, new BootstrapRunStore(services.Store).OfAgent(agent)[^1], services with { Door = change(services.Door) });
    }

    public static ComputerParts PartsOf(this Computer computer) => PartsIn(computer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_services")]
    private static extern ref ComputerServices ServicesOf(ComputerRegistry computers);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parts")]
    private static extern ref ComputerParts PartsIn(Computer computer);
}
