namespace Architecture.Tests.Sources;

/// <summary>One folder's use of a type in another.</summary>
/// <param name="From">The folder that uses the type.</param>
/// <param name="To">The folder that declares it.</param>
/// <param name="Type">The type's name.</param>
/// <param name="IsValue">Whether the type only carries data: a record, an enumeration or a struct.</param>
/// <param name="File">Where it is used.</param>
internal sealed record FolderArrow(string From, string To, string Type, bool IsValue, string File);
