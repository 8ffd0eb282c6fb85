using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Shared.Wire.Http;

/// <summary>Reads <c>Retry-After</c>, as seconds or as a date, in whole seconds; a part of a second counts as a whole second, so that nobody comes too early.</summary>
internal static partial class RetryAfter
{
    // No quota has a longer period. A header that asks for more is a mistake, and is treated as if it were missing.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>How long the service asks to wait; the longest if it names several times; zero for a date in the past; null if no time can be read.</summary>
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

    // A proxy may have joined two lines into one line. A comma without a space does not separate lines: 1,5 is a number in many languages.
    private static TimeSpan? Read(string value, DateTimeOffset? servicesNow, DateTimeOffset now) =>
        ReadOne(value.Trim(), servicesNow, now)
        ?? BetweenValues().Split(value).Select(part => ReadOne(part.Trim(), servicesNow, now)).Aggregate(Longer);

    // Not the comma within a date.
    [GeneratedRegex("(?<!Mon|Tue|Wed|Thu|Fri|Sat|Sun|day), ")]
    private static partial Regex BetweenValues();

    private static TimeSpan? Longer(TimeSpan? a, TimeSpan? b) => a > b ? a : b ?? a;

    private static TimeSpan? ReadOne(string value, DateTimeOffset? servicesNow, DateTimeOffset now)
    {
        // A decimal is read and not a double, which would accept infinities too.
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return Whole((double)seconds);
        }

        if (!RetryConditionHeaderValue.TryParse(value, out var parsed) || parsed.Date is not { } date)
        {
            return null;
        }

        // The service made the date by its own clock, which may differ from ours. Our clock decides only if the service's clock makes no sense.
        return date >= servicesNow && Whole((date - servicesNow.Value).TotalSeconds) is { } byItsClock ? byItsClock
            : date < now ? TimeSpan.Zero
            : Whole((date - now).TotalSeconds);
    }

    private static TimeSpan? Whole(double seconds) => seconds <= Longest.TotalSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;
}
