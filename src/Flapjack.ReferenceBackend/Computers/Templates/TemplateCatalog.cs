namespace Flapjack.ReferenceBackend.Computers.Templates;

/// <summary>The five templates that a computer can start from.</summary>
internal static class TemplateCatalog
{
    /// <summary>Every template, in the order in which the service documents them.</summary>
    public static IReadOnlyList<TemplateRecipe> All { get; } = Array.AsReadOnly<TemplateRecipe>(
    [
        Recipe("node-playwright", "node", "npm"),
        Recipe("python-jupyter", "python3"),
        Recipe("nextjs-fullstack", "node", "npm"),
        Recipe("rust-cargo", "cargo", "rustc"),
        Recipe("blank"),
    ]);

    /// <summary>The template of that name, or null; names are compared exactly, as on the wire.</summary>
    public static TemplateRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);

    private static TemplateRecipe Recipe(string name, params string[] tools) => new(
        name,
        Array.AsReadOnly(tools),
        EmbeddedTemplate.Setup(name),
        EmbeddedTemplate.StarterFiles(name));
}
