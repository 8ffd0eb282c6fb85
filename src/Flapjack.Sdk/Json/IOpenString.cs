namespace Flapjack.Sdk.Json;

/// <summary>A wire enumeration that keeps the values it does not know.</summary>
internal interface IOpenString<T> where T : struct, IOpenString<T>
{
    string? Value { get; }

    static abstract T From(string value);
}
