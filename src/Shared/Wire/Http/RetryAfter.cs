using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Shared.Wire.Http;

/// <summary>Reads <c>Retry-After</c>, as seconds or as a date, in whole seconds; part of a second counts as one, so that nobody comes too early.</summary>
internal static partial class RetryAfter
{
    // No quota has a longer period. What asks for more is a mistake, and counts as if it had not been sent.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>How long the service asks to wait, the longest if it says more than one; zero for a date that is past; null if it says nothing of use.</summary>
    public static TimeSpan? Of(HttpResponseMessage? response, TimeProvider clock)
    {
        TimeSpan? longest = null;
        if (response?.Headers.NonValidated.TryGetValues("Retry-After", out var values) == true)
        {
            foreach (var value in values)
            {
                longest = Longer(longest, Read(value, response.Headers.Date, clock.GetUtcNow()));
            }
        }

        return longest;
    }

    // A proxy may have joined two lines to one. A comma without a space is another thing: 1,5 is a number in many languages.
    private static TimeSpan? Read(string value, DateTimeOffset? servicesNow, DateTimeOffset now) =>
        ReadOne(value.Trim(), servicesNow, now)
        ?? BetweenValues().Split(value).Select(part => ReadOne(part.Trim(), servicesNow, now)).Aggregate(Longer);

    // Not the comma within a date.
    [GeneratedRegex("(?<!Mon|Tue|Wed|Thu|Fri|Sat|Sun|day), ")]
    private static partial Regex BetweenValues();

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan? b) => a > b ? a : b ?? a;

    private static TimeSpan? ReadOne(string value, DateTimeOffset? servicesNow, DateTimeOffset now)
    {
        // Not as a double: that would read infinities too.
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return Whole((double)seconds);
        }

        if (!RetryConditionHeaderValue.TryParse(value, out var parsed) || parsed.Date is not { } date)
        {
            return null;
        }

        // The service reckoned the date by its own clock, which need not be ours. Where its answer makes no sense by that, ours decides.
        return date >= servicesNow && Whole((date - servicesNow.Value).TotalSeconds) is { } byItsClock ? byItsClock
            : date < now ? TimeSpan.Zero
            : Whole((date - now).TotalSeconds);
    }

    private static TimeSpan? Whole(double seconds) => seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;
}
