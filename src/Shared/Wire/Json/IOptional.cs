namespace Shared.Wire.Json;

/// <summary>What a field of an update holds, which may be left out, for code that does not know its type and must not find it by reflection.</summary>
internal interface IOptional
{
    /// <summary>The value; null also if the field is left out.</summary>
    object? Value { get; }

    Type ValueType { get; }
}
