namespace Flapjack.AppPlatform.Tests.Browsing;

/// <summary>A fact about what a browser shows: skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithBrowserAttribute : FactAttribute
{
    public FactWithBrowserAttribute()
    {
        if (InstalledBrowser.Path is null)
        {
            Skip = $"This machine has no browser on its PATH: none of {string.Join(", ", InstalledBrowser.Names)}.";
        }
    }
}
