namespace Shared.Hosting.Faults;

/// <summary>A fault, and the requests that it is meant for. Not thread-safe: the plan that has the rule takes care of that.</summary>
/// <param name="fault">The fault.</param>
/// <param name="isMeant">Given a method and a path, whether the request is meant.</param>
/// <param name="times">For how many requests.</param>
internal sealed class FaultRule(AnswerFault fault, Func<string, string, bool> isMeant, int times)
{
    private int _left = times;

    /// <summary>For how many more requests; <see cref="int.MaxValue"/> for no limit.</summary>
    public int Left => _left;

    public bool Includes(string method, string path) => isMeant(method, path);

    /// <summary>The fault of the next request; null if the rule is used up or spares the request.</summary>
    public AnswerFault? Take(Random random)
    {
        if (_left == 0 || fault.Draw(random) is not { } drawn)
        {
            return null;
        }

        _left -= _left == int.MaxValue ? 0 : 1;
        return drawn;
    }
}
