namespace Flapjack.ReferenceBackend.Faults;

/// <summary>One line of a plan. Not thread-safe: its plan sees to that.</summary>
internal sealed class FaultRule(Fault fault, FaultTarget target, int times)
{
    private int _left = times;

    public Fault Fault => fault;

    public FaultTarget Target => target;

    /// <summary>What becomes of a request; null when the rule is spent or spares it.</summary>
    public Fault? Take(Random random)
    {
        if (_left == 0 || fault.Draw(random) is not { } drawn)
        {
            return null;
        }

        _left--;
        return drawn;
    }
}
