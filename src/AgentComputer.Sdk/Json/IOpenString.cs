using System.ComponentModel;

namespace AgentComputer.Sdk;

/// <summary>A wire enumeration that keeps the values it does not know. The type is public only because your source-generated JSON must be able to see it.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IOpenString<T> where T : struct, IOpenString<T>
{
    /// <summary>The value on the wire; null when the service named none.</summary>
    string? Value { get; }

    /// <summary>Takes a value off the wire.</summary>
    /// <param name="value">The value, known or not.</param>
    /// <returns>The enumeration's value.</returns>
    static abstract T From(string value);
}
