namespace Flapjack.Sdk.Settings;

/// <summary>Collects all faults of a client's options, so that the first start reports all of them.</summary>
/// <param name="serviceKey">The key that the client is registered under; null for a client without one.</param>
internal sealed class OptionFaults(string? serviceKey)
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
            _texts.Add($"The Flapjack option {option}{(serviceKey is null ? "" : $" of the client '{serviceKey}'")} {complaint}.");
        }
    }

    /// <exception cref="ArgumentException">There is a fault; the message tells all of them.</exception>
    public void ThrowIfAny()
    {
        if (_texts.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', _texts), _firstOption);
        }
    }
}
