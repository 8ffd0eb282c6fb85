using System.Globalization;

namespace Shared.Wire.Http.Options;

/// <summary>Collects all faults of a client's options, so that the first start reports all of them.</summary>
/// <param name="vendor">The vendor's name, for messages.</param>
/// <param name="serviceKey">The key that the client is registered under; null for a client without one.</param>
internal sealed class OptionFaults(string vendor, string? serviceKey)
{
    private readonly List<string> _texts = [];
    private string? _firstOption;

    /// <summary>A sentence for each fault.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Notes a fault, if there is a complaint.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="complaint">What is wrong; it continues a sentence that begins with the option's name. Null if nothing is wrong.</param>
    public void Add(string option, string? complaint)
    {
        if (complaint is not null)
        {
            _firstOption ??= option;
            _texts.Add($"The {vendor} option {option}{(serviceKey is null ? "" : $" of the client '{serviceKey}'")} {complaint}.");
        }
    }

    /// <summary>Notes a fault, if a condition does not hold.</summary>
    public void Check(bool condition, string option, IFormattable value, string rule) =>
        Add(option, condition ? null : string.Create(CultureInfo.InvariantCulture, $"{rule}, not {value}"));

    public void CheckTimeout(TimeSpan timeout, string option) => Check(
        timeout == Timeout.InfiniteTimeSpan || (timeout >= TimeSpan.FromMilliseconds(10) && timeout <= TimeSpan.FromDays(1)),
        option,
        timeout,
        "must be at least 10 ms and at most a day, or infinite");

    public void CheckMaxRetries(int count, string option) => Check(count is >= 0 and <= 10, option, count, "must be 0 to 10");

    public void CheckRetryDelay(TimeSpan delay, string option) =>
        Check(delay > TimeSpan.Zero && delay <= TimeSpan.FromMinutes(1), option, delay, "must be more than zero and at most a minute");

    public void CheckMaxRetryAfter(TimeSpan wait, string option) =>
        Check(wait >= TimeSpan.Zero && wait <= TimeSpan.FromHours(1), option, wait, "must be zero to an hour");

    /// <exception cref="ArgumentException">There is a fault; the message tells all of them.</exception>
    public void ThrowIfAny()
    {
        if (_texts.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', _texts), _firstOption);
        }
    }
}
