namespace Flapjack.ReferenceBackend.Computers.Templates;

/// <summary>The five templates that a computer can start from.</summary>
internal static class TemplateCatalog
{
    // A version manager's programs look for the real ones below HOME, which is the computer's own, or below the folder that a variable names.
    private const string Node = NotOnPath
        + "Where Node came by nvm, add the folder that `dirname $(nvm which current)` prints on the host; commands that call nvm itself also need the env "
        + "var NVM_DIR (on the host ~/.nvm). " + WithIsolation;

    private const string Python = NotOnPath
        + "Where Python came by pyenv, add the folder that `dirname $(pyenv which python3)` prints on the host; with the folder of pyenv's shims instead, "
        + "pass the env vars PYENV_ROOT (on the host ~/.pyenv) and PYENV_VERSION. " + WithIsolation;

    private const string Rust = NotOnPath
        + "Where Rust came by rustup, add the host's ~/.cargo/bin, and pass the env vars RUSTUP_HOME (on the host ~/.rustup) and, to share what cargo has "
        + "downloaded, CARGO_HOME (~/.cargo). " + WithIsolation;

    private const string NotOnPath =
        "if a tool was not found or does not run: a computer has nothing of the host's PATH, HOME and variables; its PATH is FlapjackBackendOptions.ComputerPath, "
        + "where paths are written out, without ~. ";

    private const string WithIsolation = "With Isolation, list what lies elsewhere in VisiblePaths too. The recipes are in docs/reference-backend.md.";

    /// <summary>What to do about a tool of the user's own that was not found or could not be run.</summary>
    public const string OwnToolAdvice = NotOnPath + WithIsolation;

    /// <summary>Every template, in the order in which the service documents them.</summary>
    public static IReadOnlyList<TemplateRecipe> All { get; } = Array.AsReadOnly<TemplateRecipe>(
    [
        Recipe("node-playwright", Node, "node", "npm"),
        Recipe("python-jupyter", Python, "python3"),
        Recipe("nextjs-fullstack", Node, "node", "npm"),
        Recipe("rust-cargo", Rust, "cargo", "rustc"),
        Recipe("blank", ""),
    ]);

    /// <summary>The template of that name, or null; names are compared exactly, as on the wire.</summary>
    public static TemplateRecipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);

    private static TemplateRecipe Recipe(string name, string toolAdvice, params string[] tools) => new(
        name,
        Array.AsReadOnly(tools),
        EmbeddedTemplate.Setup(name),
        EmbeddedTemplate.StarterFiles(name))
    { ToolAdvice = toolAdvice };
}
