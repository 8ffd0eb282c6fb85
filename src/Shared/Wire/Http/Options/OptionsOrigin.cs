namespace Shared.Wire.Http.Options;

/// <summary>Where a client's options come from, as far as a container knows.</summary>
internal sealed class OptionsOrigin
{
    /// <summary>The key that the client is registered under; null for a client without one.</summary>
    public string? ServiceKey { get; set; }

    /// <summary>The API key that a section of the configuration held, and where in the configuration it stands.</summary>
    public (string Key, string Path)? ConfiguredKey { get; set; }

    /// <summary>The values of the configuration that could not be read: the option, and a complaint about its value.</summary>
    public List<(string Option, string Complaint)> Faults { get; } = [];
}
