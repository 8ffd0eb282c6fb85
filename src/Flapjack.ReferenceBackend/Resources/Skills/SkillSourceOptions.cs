namespace Flapjack.ReferenceBackend;

/// <summary>
/// Where the backend may read the content of skills, besides its catalogue (<see cref="FlapjackBackendOptions.SkillCatalog"/>). By default it reads nothing:
/// everybody with a key of the backend can install a skill, and so have a file or an address read.
/// </summary>
public sealed class SkillSourceOptions
{
    /// <summary>
    /// The folders whose files may be read: absolute paths; none by default. A skill names a file below such a folder, or the folder of a <c>SKILL.md</c>, by its path
    /// or its <c>file:</c> address. Links are followed only if they are relative and stay in the folder.
    /// </summary>
    public IList<string> Folders { get; } = [];

    /// <summary>
    /// Whether skills may be read from public addresses of https; default false. Redirects are not followed. Addresses of this machine are read if
    /// <see cref="FlapjackBackendOptions.AllowLoopbackWebhooks"/> is on, also over http.
    /// </summary>
    public bool AllowUrls { get; set; }

    /// <summary>What is wrong with the options: a sentence; null if nothing is wrong.</summary>
    internal string? Fault() => Folders.FirstOrDefault(folder => !Path.IsPathFullyQualified(folder ?? "")) is { } bad
        ? $"SkillSources.Folders has '{bad}', which is no absolute path."
        : Folders.Contains(null!) ? "SkillSources.Folders has an entry that is null." : null;
}
