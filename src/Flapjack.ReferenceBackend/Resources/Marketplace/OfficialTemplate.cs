namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>An agent template of the official marketplace.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="Name">The name, for people, which its agents get too.</param>
/// <param name="Description">What its agents do.</param>
/// <param name="Category">What kind of work that is.</param>
/// <param name="StablePreamble">The system prompt of its agents.</param>
internal sealed record OfficialTemplate(string Id, string Name, string Description, string Category, string StablePreamble);
