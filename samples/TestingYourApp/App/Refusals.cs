using System.Globalization;
using Flapjack.Sdk;

namespace TestingYourApp;

/// <summary>Turns what goes wrong at Flapjack into answers that a user of this app understands.</summary>
public sealed class Refusals(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (RateLimitedException e)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = e.RetryAfter?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }
        catch (FlapjackNotFoundException)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (FlapjackException e) when (!context.Response.HasStarted)
        {
            // The message holds no key. Only our own users see this app; others would get a number, and the message would go to the log.
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync(e.Message);
        }
    }
}
