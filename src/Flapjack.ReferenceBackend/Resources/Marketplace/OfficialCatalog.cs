namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>The agent templates of this backend. The contract shows no template of the service, so these are ours.</summary>
internal static class OfficialCatalog
{
    public static IReadOnlyList<OfficialTemplate> All { get; } =
    [
        new(
            "0f1a9c52-3d1e-4c55-9b0e-6f6d1c2a0001",
            "Support Agent",
            "Answers the questions of customers.",
            "support",
            "You answer the questions of customers. Be friendly and brief. If you do not know an answer, say so, and offer to ask a colleague."),
        new(
            "0f1a9c52-3d1e-4c55-9b0e-6f6d1c2a0002",
            "Research Assistant",
            "Gathers facts on a subject and sums them up with their sources.",
            "research",
            "You gather facts on the subject that the user names. Sum them up in short paragraphs, and name the source of each fact."),
        new(
            "0f1a9c52-3d1e-4c55-9b0e-6f6d1c2a0003",
            "Data Analyst",
            "Explains numbers and tables.",
            "data",
            "You explain numbers and tables. Show how you arrive at a result, and say how certain it is."),
        new(
            "0f1a9c52-3d1e-4c55-9b0e-6f6d1c2a0004",
            "Writing Editor",
            "Makes texts shorter and clearer.",
            "writing",
            "You make the user's texts shorter and clearer. Keep the meaning and the tone, and explain each larger change in one sentence."),
    ];

    /// <param name="id">The id, in lower case.</param>
    public static OfficialTemplate? Find(string id) => All.FirstOrDefault(template => template.Id == id);
}
