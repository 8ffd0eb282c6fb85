using Flapjack.ReferenceBackend;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>The bytes at which an answer is cut, from its first to behind its last.</summary>
internal static class EveryCut
{
    // The ids and the duration have not always the same number of digits, so one cut that came too late is not yet the end.
    private const int TooLateInARow = 12;

    // An answer that never ends must fail the test, not keep it busy.
    private const int Most = 2_000;

    public static TheoryData<string, bool> Ways => new() { { "tcp", false }, { "tcp", true }, { "memory", false }, { "memory", true } };

    /// <summary>Plans a cut at each byte in turn, until the answers are shorter than the cuts ask for.</summary>
    public static IEnumerable<int> Of(FaultPlan faults, FaultTarget target, bool reset)
    {
        var tooLate = 0;
        for (var at = 0; at < Most && tooLate < TooLateInARow; at++)
        {
            var before = faults.Fired.Count;
            faults.Add(reset ? Fault.ResetAfter(at) : Fault.CutAfter(at), target, times: 1);
            yield return at;
            tooLate = faults.Fired.Count == before ? tooLate + 1 : 0;
        }

        tooLate.Should().Be(TooLateInARow, "the answer has an end");
    }
}
