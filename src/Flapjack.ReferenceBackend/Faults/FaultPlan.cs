using Shared.Hosting.Faults;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// Which answers of a <see cref="FlapjackBackend"/> go wrong, and how, so that you can test what your code does then. The rules are tried in
/// the order in which they were added, and the first rule that is meant for a request takes it: a request meets at most one fault. The same
/// requests in the same order meet the same faults. Thread-safe; rules may be added while the backend runs.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly List<FiredFault> _fired = [];
    private (Fault Fault, FaultTarget On, FaultRule Rule)[] _rules = [];

    /// <summary>Makes a plan without rules.</summary>
    /// <param name="seed">The seed of the random faults; the same seed draws the same faults. Default 0.</param>
    public FaultPlan(int seed = 0) => _random = new(seed);

    /// <summary>The faults that have happened so far, in their order; a copy, which does not change.</summary>
    public IReadOnlyList<FiredFault> Fired
    {
        get
        {
            lock (_lock)
            {
                return [.. _fired];
            }
        }
    }

    /// <summary>Adds a rule behind the rules that the plan has.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="on">For which requests; null for all.</param>
    /// <param name="times">
    /// For how many requests, 1 or more; null for no limit. A request counts when it arrives, even if its answer then turns out too short for the fault.
    /// </param>
    /// <returns>The same plan.</returns>
    public FaultPlan Add(Fault fault, FaultTarget? on = null, int? times = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentOutOfRangeException.ThrowIfLessThan(times ?? 1, 1, nameof(times));
        var target = on ?? FaultTarget.Any;
        lock (_lock)
        {
            _rules = [.. _rules, (fault, target, new(fault.Kind, target.Includes, times ?? int.MaxValue))];
        }

        return this;
    }

    /// <summary>The faults that may still happen, in their order: each with its target, and for how many more requests; null for no limit.</summary>
    internal IReadOnlyList<(Fault Fault, FaultTarget On, int? Left)> Armed
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Where(added => added.Rule.Left > 0).Select(added => (added.Fault, added.On, added.Rule.Left == int.MaxValue ? (int?)null : added.Rule.Left))];
            }
        }
    }

    /// <summary>The latest of the faults that have happened, the last one first.</summary>
    internal IReadOnlyList<FiredFault> LatestFired(int most)
    {
        lock (_lock)
        {
            return [.. Enumerable.Range(1, Math.Min(most, _fired.Count)).Select(back => _fired[^back])];
        }
    }

    /// <summary>The fault that a request is to meet; null for none.</summary>
    internal ChosenFault? Choose(string method, string path)
    {
        // A target may be the user's code, so it is asked outside the lock.
        foreach (var (fault, _, rule) in Volatile.Read(ref _rules).Where(added => added.Rule.Includes(method, path)))
        {
            lock (_lock)
            {
                if (rule.Take(_random) is { } drawn)
                {
                    return new(drawn, at => Record(new(fault, drawn.ToString(), method, path, at)));
                }
            }
        }

        return null;
    }

    private void Record(FiredFault fired)
    {
        lock (_lock)
        {
            _fired.Add(fired);
        }
    }
}
