using Flapjack.ReferenceBackend.Computers.Templates;
using Flapjack.ReferenceBackend.Shells;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>What a computer is to be set up with.</summary>
internal sealed record ComputerSetup(
    TemplateRecipe Template,
    Repo? Repo,
    IReadOnlyList<EnvVar> EnvVars,
    Size Size);
