using LocalComputers.Computers.Templates;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>What a computer is to be set up with.</summary>
internal sealed record ComputerSetup(
    TemplateRecipe Template,
    Repo? Repo,
    IReadOnlyList<EnvVar> EnvVars,
    Measures Measures);
