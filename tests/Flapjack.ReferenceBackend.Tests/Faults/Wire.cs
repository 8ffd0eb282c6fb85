namespace Flapjack.ReferenceBackend.Tests.Faults;

public enum Wire
{
    Tcp,
    InMemory,
}
