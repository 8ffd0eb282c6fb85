namespace Shared.Wire.Json;

/// <summary>A field of an update that may be left out, for code that does not know the field's type and must not use reflection to find it.</summary>
internal interface IOptional
{
    /// <summary>The value; null also if the field is left out.</summary>
    object? Value { get; }

    Type ValueType { get; }
}
