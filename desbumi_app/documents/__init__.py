"""Papers: stored facts and a template become a PDF. The only importer of reportlab; reads no store, decides nothing.

Public: render.render_letter, checklist.render_checklist, recovery_sheet.render_recovery_sheet,
invitation.render_invitation, archive.stamp_copy and archive.stamp_cancelled, token.issue and token.verify.
"""
