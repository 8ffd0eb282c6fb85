namespace AppPlatform;

/// <summary>The form "Create an app", as it was sent or is to be shown.</summary>
public sealed record CreateForm
{
    /// <summary>
    /// The id of the app to be. It is in the form, so that a form that is sent twice, or again after an error, asks Flapjack for the same agent twice
    /// and not for a second one.
    /// </summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    public string Name { get; init; } = "";

    public string Template { get; init; } = "blank";

    /// <summary>What is wrong with the name; null for nothing.</summary>
    public string? NameComplaint { get; init; }

    /// <summary>What else went wrong; null for nothing.</summary>
    public string? Complaint { get; init; }

    public static CreateForm Read(Guid id, string? name, string? template)
    {
        var trimmed = (name ?? "").Trim();
        return new()
        {
            Id = id,
            Name = trimmed,
            Template = string.IsNullOrWhiteSpace(template) ? "blank" : template,
            NameComplaint = trimmed.Length switch
            {
                0 => "Give the app a name.",
                > PlatformApp.LongestName => $"Give it a name of at most {PlatformApp.LongestName} characters.",
                _ => null,
            },
        };
    }
}
