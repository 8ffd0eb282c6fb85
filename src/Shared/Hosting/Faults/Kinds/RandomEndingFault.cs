using System.Globalization;

namespace Shared.Hosting.Faults.Kinds;

/// <summary>Ends some bodies early, at a random place.</summary>
internal sealed class RandomEndingFault(Ending ending, double probability, int maxBytes) : AnswerFault
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ending}Randomly({probability}, {maxBytes})");

    public override AnswerFault? Draw(Random random)
    {
        // Both numbers are always drawn, so that the numbers of a request do not depend on whether earlier requests were hit.
        var isHit = random.NextDouble() < probability;
        var bytes = random.NextInt64(maxBytes + 1L);
        return isHit ? new EndingFault(ending, bytes) : null;
    }

    public override Task InvokeAsync(FaultedRequest request) => throw new InvalidOperationException("It was not drawn.");
}
