namespace LocalComputers.Computers.Templates;

/// <summary>Where the tools of a template come from; each family has version managers of its own.</summary>
internal enum ToolFamily
{
    /// <summary>The template needs no tools.</summary>
    None,
    Node,
    Python,
    Rust,
}
