using Flapjack.ReferenceBackend.Computers.Templates;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>What a computer is to be set up with.</summary>
internal sealed record ComputerSetup(
    TemplateRecipe Template,
    ComputerRepo? Repo,
    IReadOnlyList<ComputerEnvVar> EnvVars,
    ComputerSizeClass SizeClass);
