using AppPlatform.Pages;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AppPlatform;

/// <summary>Renders the pages as HTTP results.</summary>
internal static class Show
{
    public static IResult Front(AppStore apps, CreateForm form) =>
        new RazorComponentResult<FrontPage>(new { Apps = apps.All, Form = form })
        {
            StatusCode = form is { NameComplaint: null, Complaint: null } ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    public static IResult App(PlatformApp? app, string? complaint = null) => app is null
        ? new RazorComponentResult<NotFoundPage> { StatusCode = StatusCodes.Status404NotFound }
        : new RazorComponentResult<AppPage>(new { App = app, Complaint = complaint })
        {
            StatusCode = complaint is null ? StatusCodes.Status200OK : StatusCodes.Status502BadGateway,
        };

    /// <summary>The text of an error for a page: Flapjack's own words, if it sent any.</summary>
    public static string Reason(FlapjackException error) => error is FlapjackApiException { Detail: { Length: > 0 } detail } ? detail : error.Message;
}
