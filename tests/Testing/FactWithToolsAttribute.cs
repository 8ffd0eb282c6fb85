namespace Testing;

/// <summary>A fact about real programs: skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithToolsAttribute : FactAttribute
{
    public FactWithToolsAttribute(params string[] tools)
    {
        Tools = tools;
        var missing = tools.Where(tool => HostTools.FolderOf(tool) is null).ToArray();
        if (missing.Length > 0)
        {
            Skip = $"This machine has no {string.Join(" and no ", missing)} that runs outside its user's settings.";
        }
    }

    public IReadOnlyList<string> Tools { get; }

    /// <summary>Whether the fact takes too long for every day, as a <see cref="SoakFactAttribute"/> does.</summary>
    public bool IsSoak
    {
        get => field;
        set
        {
            field = value;
            Skip ??= value ? new SoakFactAttribute().Skip : null;
        }
    }
}
