namespace LocalComputers.Computers.Templates;

/// <summary>The five templates that a computer can start from.</summary>
internal static class TemplateCatalog
{
    /// <summary>Every template.</summary>
    public static IReadOnlyList<TemplateRecipe> All { get; } = Array.AsReadOnly<TemplateRecipe>(
    [
        Recipe("node-playwright", ToolFamily.Node, "node", "npm"),
        Recipe("python-jupyter", ToolFamily.Python, "python3"),
        Recipe("nextjs-fullstack", ToolFamily.Node, "node", "npm"),
        Recipe("rust-cargo", ToolFamily.Rust, "cargo", "rustc"),
        Recipe("blank", ToolFamily.None),
    ]);

    /// <summary>The template of that name, or null; names are compared exactly.</summary>
    public static TemplateRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);

    private static TemplateRecipe Recipe(string name, ToolFamily family, params string[] tools) => new(
        name,
        Array.AsReadOnly(tools),
        EmbeddedTemplate.Setup(name),
        EmbeddedTemplate.StarterFiles(name))
    { Family = family };
}
