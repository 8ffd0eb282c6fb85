using System.Globalization;

namespace Shared.Hosting.Faults.Kinds;

/// <summary>Becomes an early end, now and then, at a place that is drawn.</summary>
internal sealed class RandomEndingFault(Ending ending, double probability, int maxBytes) : AnswerFault
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ending}Randomly({probability}, {maxBytes})");

    public override AnswerFault? Draw(Random random)
    {
        // Always both, so that the numbers of one request do not depend on the fate of those before it.
        var isHit = random.NextDouble() < probability;
        var bytes = random.NextInt64(maxBytes + 1L);
        return isHit ? new EndingFault(ending, bytes) : null;
    }

    public override Task InvokeAsync(FaultedRequest request) => throw new InvalidOperationException("It was not drawn.");
}
