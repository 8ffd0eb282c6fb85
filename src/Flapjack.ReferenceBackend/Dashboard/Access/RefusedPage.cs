using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Dashboard.Access;

/// <summary>The pages that say why somebody may not see the others, and what to do.</summary>
internal static class RefusedPage
{
    private static Html NewLink =>
        $"""<p>In your program, <code>backend.CreateDashboardAddress()</code> makes a new link. <code>flapjack serve</code> prints one when it starts.</p>""";

    public static Page NotOpened() => Of(
        StatusCodes.Status401Unauthorized,
        "This browser has not opened the link",
        $"""<p class="lead">These pages show what happens inside the backend, so they open only for the browser that has opened the link with its one-time token.</p>{NewLink}""");

    public static Page UsedUp() => Of(
        StatusCodes.Status403Forbidden,
        "This link opens nothing any more",
        $"""<p class="lead">A link opens once, and a new link takes the place of the one before. If this browser has opened it, go on to <a href="/">the overview</a>.</p>{NewLink}""");

    public static Page OtherHost(string? host) => Of(
        StatusCodes.Status403Forbidden,
        "Another host was asked for",
        $"""<p class="lead">The request is for “{host}”, or comes from another machine. These pages answer only on this machine, as 127.0.0.1 or localhost.</p>""");

    public static Page OtherOrigin() => Of(
        StatusCodes.Status403Forbidden,
        "The request does not come from these pages",
        $"""<p class="lead">Nothing was changed. Only a button on one of these pages can change something; the request named another origin, or none.</p>""");

    public static Page NotFound(string what) => Of(
        StatusCodes.Status404NotFound,
        "There is nothing here",
        $"""<p class="lead">{what}</p><p><a href="/">To the overview</a></p>""");

    private static Page Of(int status, string title, Html content) => new(title, "", $"<h1>{title}</h1>{content}") { Status = status };
}
