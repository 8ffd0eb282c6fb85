using Shared.Hosting.Faults;
using Shared.Hosting.Faults.Kinds;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// A way in which an answer can go wrong. Add it to a <see cref="FaultPlan"/>. Bytes are the bytes of the answer's body as the API writes it;
/// headers and the framing of HTTP do not count. Faults of the body and of its frames leave error answers (4xx, 5xx) as they are.
/// </summary>
public abstract class Fault
{
    private protected Fault()
    {
    }

    /// <summary>The body ends in good order after some bytes, as if it were complete: the client reads a clean end.</summary>
    /// <param name="bytes">How many bytes arrive, 0 or more. At 0 there are headers only.</param>
    /// <returns>The fault. It does not happen if the body is shorter.</returns>
    public static Fault CutAfter(long bytes) => new Planned(new EndingFault(Ending.Cut, NotNegative(bytes)));

    /// <summary>The connection is reset after some bytes: the client reads them, and then fails.</summary>
    /// <param name="bytes">How many bytes arrive, 0 or more. At 0 there are headers only.</param>
    /// <returns>The fault. It does not happen if the body is shorter.</returns>
    public static Fault ResetAfter(long bytes) => new Planned(new EndingFault(Ending.Reset, NotNegative(bytes)));

    /// <summary>After some bytes nothing more comes, and the connection stays open until the client leaves.</summary>
    /// <param name="bytes">How many bytes arrive, 0 or more. At 0 there are headers only.</param>
    /// <returns>The fault. It does not happen if the body is shorter.</returns>
    public static Fault StallAfter(long bytes) => new Planned(new EndingFault(Ending.Stall, NotNegative(bytes)));

    /// <summary>Some answers end early. The seed of the plan decides which answers, and where they end.</summary>
    /// <param name="probability">How likely a request is to be hit, 0 to 1. A request that is not hit is left to the further rules of the plan.</param>
    /// <param name="maxBytes">The most bytes that arrive; 0 or more. Each number from 0 to this one is equally likely.</param>
    /// <param name="reset">Whether the connection is reset there; by default the body ends in good order.</param>
    /// <returns>The fault. It does not happen if the body is shorter than the number of bytes that was drawn.</returns>
    public static Fault CutRandomly(double probability, int maxBytes, bool reset = false)
    {
        // Written so that NaN fails it.
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is 0 to 1.");
        }

        return new Planned(new RandomEndingFault(reset ? Ending.Reset : Ending.Cut, probability, (int)NotNegative(maxBytes)));
    }

    /// <summary>The connection is reset just before the headers would be sent. The request may have had its effect.</summary>
    /// <returns>The fault.</returns>
    public static Fault ResetBeforeHeaders() => new Planned(new ResetBeforeHeadersFault());

    /// <summary>The headers and the body are held back for a while. The request may have its effect before that.</summary>
    /// <param name="delay">How long, by <see cref="FlapjackBackendOptions.TimeProvider"/>; more than zero, at most a day.</param>
    /// <returns>The fault.</returns>
    public static Fault DelayHeaders(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromDays(1));
        return new Planned(new DelayHeadersFault(delay));
    }

    /// <summary>The body arrives one byte at a time, each flushed by itself.</summary>
    /// <returns>The fault.</returns>
    public static Fault Drip() => new Planned(new DripFault());

    /// <summary>The request is refused with 429 <c>RATE_LIMITED</c>, reason <c>AGENT</c>, and has no effect.</summary>
    /// <param name="retryAfter">What <c>Retry-After</c> says, rounded up to whole seconds; 0 or more. Null: the header is missing.</param>
    /// <returns>The fault.</returns>
    public static Fault TooManyRequests(TimeSpan? retryAfter = null)
    {
        var seconds = SecondsOf(retryAfter);
        return new Planned(new RefusalFault($"TooManyRequests({seconds})", () => new(RefusalKind.LimitReached, "RATE_LIMITED", "Refused by the fault plan.")
        {
            Reason = "AGENT",
            RetryAfterSeconds = seconds,
        }));
    }

    /// <summary>The request is refused with 503 <c>UNAVAILABLE</c>, and has no effect.</summary>
    /// <param name="retryAfter">What <c>Retry-After</c> says, rounded up to whole seconds; 0 or more. Null: the header is missing.</param>
    /// <returns>The fault.</returns>
    public static Fault ServiceUnavailable(TimeSpan? retryAfter = null)
    {
        var seconds = SecondsOf(retryAfter);
        return new Planned(new RefusalFault($"ServiceUnavailable({seconds})", () => new(RefusalKind.ShuttingDown, "UNAVAILABLE", "Refused by the fault plan.")
        {
            RetryAfterSeconds = seconds,
        }));
    }

    /// <summary>The request fails with 500 <c>INTERNAL</c>, and has no effect.</summary>
    /// <returns>The fault.</returns>
    public static Fault InternalServerError() =>
        new Planned(new RefusalFault("InternalServerError()", () => new(RefusalKind.Failed, "INTERNAL", "Failed by the fault plan.")));

    /// <summary>A frame of an event stream is sent twice, with the same id.</summary>
    /// <param name="n">The number of the frame, counted from 1; comments do not count.</param>
    /// <returns>The fault. It does not happen in a shorter stream, or in an answer that is no event stream.</returns>
    public static Fault DuplicateFrame(int n) => new Planned(FrameFault.Duplicate(Positive(n)));

    /// <summary>The data of a frame of an event stream is no JSON: its first character is <c>!</c> instead of <c>{</c>.</summary>
    /// <param name="n">The number of the frame, counted from 1; comments do not count.</param>
    /// <returns>The fault. It does not happen in a shorter stream, or in an answer that is no event stream.</returns>
    public static Fault GarbleFrame(int n) => new Planned(FrameFault.Garble(Positive(n)));

    /// <summary>Names the fault with its numbers, such as <c>CutAfter(120)</c>.</summary>
    /// <returns>A line for logs and assertions.</returns>
    public abstract override string ToString();

    /// <summary>What the fault does to an answer.</summary>
    internal abstract AnswerFault Kind { get; }

    private static int? SecondsOf(TimeSpan? retryAfter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter ?? TimeSpan.Zero, TimeSpan.Zero, nameof(retryAfter));
        return retryAfter is { } wait ? (int)Math.Ceiling(wait.TotalSeconds) : null;
    }

    private static long NotNegative(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private sealed class Planned(AnswerFault kind) : Fault
    {
        internal override AnswerFault Kind => kind;

        public override string ToString() => kind.ToString();
    }
}
